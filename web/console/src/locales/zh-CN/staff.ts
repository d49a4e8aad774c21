/** Staff, audit, report. */
export default {
  agents: {
    create: "新建人员", createConfirm: "创建", edit: "编辑", reset: "重置密码", you: "您", active: "启用", inactive: "停用",
    column: { name: "姓名", username: "用户名", role: "角色", availability: "接待状态", capacity: "接待上限", active: "账号", actions: "操作" },
    capacityText: "同时接待上限", saved: "已保存", editOf: "编辑 {name}", resetOf: "重置 {name} 的密码", activeOf: "启用 {name} 的账号",
    resetConfirm: "确认重置", resetText: "旧密码立即失效，对方的登录会被结束。新密码只显示一次。",
    passwordOf: "{name} 的初始密码", passwordText: "密码只显示这一次，请妥善转交本人，并提醒其登录后修改。", copy: "复制密码", copied: "已复制", refused: "浏览器不允许复制，请手动选中复制", noted: "我已记下",
  },
  audit: {
    empty: "还没有审计记录", yes: "是", no: "否", column: { at: "时间", who: "操作人", action: "操作", target: "对象", details: "详情", address: "地址" },
    action: {
      account_sign_in_refused: "登录被拒", agent_create_first: "创建首批账号", account_sign_in: "登录", account_sign_out: "退出", account_change_password: "修改密码", agent_create: "新建人员", agent_update: "修改人员", agent_reset_password: "重置密码", agent_set_availability: "变更接待状态",
      conversation_claim: "领取会话", conversation_transfer: "转回队列", conversation_return: "交还机器人", conversation_close: "结束会话", customer_reveal: "查看客户完整信息", ticket_grade: "调整工单等级", ticket_move: "变更工单状态", 
    },
    data: { reason: "原因", role: "角色", capacity: "接待上限", is_active: "启用", changes: "变更", is_locked: "已锁定", accounts: "账号", name: "姓名", username: "用户名" },
  },
  report: {
    asOf: "{date}（{timezone}），截至 {time}", now: "当前", today: "今日", hours: "每小时会话与转人工", scores: "满意度分布", grades: "投诉工单等级", none: "今日暂无",
    waitingNow: "排队中", assignedNow: "人工接待中", botNow: "机器人接待中", onlineNow: "在线坐席",
    conversations: "会话", handedOver: "转人工会话", handedOverShare: "占会话 {share}", closed: "已结束", abandoned: "放弃排队", abandonedOf: "共 {n} 次转人工",
    waiting: "排队时长（中位）", firstResponse: "首次响应（中位）", spread: "90% 在 {p90} 内，最长 {max}", satisfaction: "平均满意度", coverage: "{count} 份评价，参评率 {share}", tickets: "投诉工单", outOf: "{n} / 5",
    beijing: "北京时间", series: { conversations: "会话", handoffs: "转人工", count: "数量" }, score: "{n} 分",
  },
};
