/** The frame: door, menus, connection, keys, errors. */
export default {
  shell: {
    product: "知客", title: "知客 · 客服工作台", opening: "正在打开工作台…", unreachable: "暂时连接不上服务，正在自动重试。请同时检查网络。", home: "知客工作台首页", pages: "页面",
    page: { desk: "会话", tickets: "工单", report: "今日报表", agents: "坐席管理", audit: "操作审计" },
  },
  signIn: {
    title: "客服工作台登录", username: "用户名", password: "密码", submit: "登录", incomplete: "请输入用户名和密码。",
    ended: "登录已失效，请重新登录。您正在编辑的内容已保留，登录后可继续。", help: "忘记密码请联系管理员重置",
  },
  account: {
    menu: "{name} 的账户菜单", soundOn: "打开提示音", soundOff: "关闭提示音", password: "修改密码", signOut: "退出登录",
    currentPassword: "当前密码", newPassword: "新密码", passwordRule: "新密码至少 {n} 个字符。修改后，其他设备上的登录会失效。", passwordChanged: "密码已修改",
  },
  availability: { label: "接待状态", online: "在线", away: "离开" },
  link: {
    reconnecting: "连接已断开，正在重新连接。未发送的内容会保留，恢复后自动发送。", offline: "网络已断开，请检查网络。未发送的内容会保留，恢复后自动发送。", retryNow: "立即重试",
    outdated: "工作台已更新，请刷新页面。正在编辑和未发送的内容会保留。",
  },
  action: { retry: "重试", cancel: "取消", save: "保存", more: "加载更多", refresh: "刷新" },
  state: { loading: "正在加载" },
  help: {
    open: "键盘快捷键", title: "键盘快捷键", enter: "发送（输入框内）", shiftEnter: "换行（输入框内）", slash: "选用常用语（回复为空时）", escape: "离开输入框或关闭对话框",
    command: { next: "下一个会话", previous: "上一个会话", claim: "领取当前会话", reply: "写回复", note: "写内部备注", search: "搜索会话", queue: "排队列表", mine: "我的会话", all: "全部会话", help: "打开本说明" },
  },
  error: {
    unknown: "出了点问题，请重试；如仍不行，请联系管理员。",
    unreachable: "暂时连接不上服务，请检查网络后重试。",
    /** Where the service's own sentence is not enough: it speaks Chinese, and says more of most cases. */
    code: { network_timeout: "服务响应超时，请稍后重试。" },
  },
};
