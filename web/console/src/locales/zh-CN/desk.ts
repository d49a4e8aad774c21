/** The desk: lists, transcript, composer, panel. */
export default {
  desk: {
    lists: "会话列表", conversation: "会话", info: "会话信息", transcript: "会话记录", actions: "会话操作",
    tab: { queue: "排队", mine: "我的", all: "全部" },
    away: "您当前为“离开”状态，接待前请在右上角切换为“在线”。", chooseOne: "请从左侧选择一个会话", chooseHint: "按 J / K 上下移动，Ctrl+Enter 领取，? 查看全部快捷键", readHint: "按 J / K 上下移动，? 查看全部快捷键",
    unread: "{n} 条未读", waited: "已等待 {time}", draft: "[草稿]", said: "{who}：{text}", stale: "列表可能不是最新，正在重试", counts: "在线坐席 {online} · 人工 {assigned} · 机器人 {bot}",
    search: "消息、姓名、手机、工单号", anyStatus: "全部状态", statusFilter: "按状态筛选",
    empty: {
      queue: "当前没有客户排队", queueHint: "有新客户时会自动出现在这里", mine: "您名下没有进行中的会话", mineHint: "请到“排队”中领取", search: "没有符合条件的会话", searchHint: "可查会话中说过的内容（至少两个字）、完整的姓名、手机号或工单号；也可换成“全部状态”",
    },
    heldBy: "{name} 接待中", heldByMe: "我接待中", backToList: "返回列表", backToChat: "返回会话", me: "我",
    claim: "领取", claimHint: "Ctrl+Enter", claimedBy: "已被 {name} 领取",
    transfer: "转回队列", transferConfirm: "确认转回", transferText: "会话将回到排队，由其他同事接手。备注只有同事可见。", transferNote: "给接手同事的备注（必填）", transferred: "已转回队列",
    return: "交还机器人", returnConfirm: "确认交还", returnText: "智能客服将从中断处继续为客户服务，客户会看到提示。", returned: "已交还机器人",
    close: "结束会话", closeConfirm: "确认结束", closeText: "客户会看到会话已结束，并收到评价邀请。", closeReason: "结束原因", closeNote: "备注（选填，仅内部可见）", closed: "会话已结束",
    refusal: {
      permission: "您的角色不能进行此操作", other: "会话由 {name} 接待中", claimFirst: "请先领取会话", claimToReply: "领取后即可回复", closed: "会话已结束", notHeld: "会话不在人工接待中",
    },
    earlier: "查看更早的消息", newMessages: "有新消息", customerTyping: "客户正在输入…", botMark: "机器人", internalNote: "内部备注", handoverNote: "转接备注", source: "来源：", validUntil: "（有效期至 {date}）",
    replies: { title: "常用语", search: "搜索常用语", none: "没有匹配的常用语", noneHint: "换个关键词；常用语由管理员维护", key: "回复为空时按 /" },
    writeAs: "写给谁", mode: { reply: "回复客户", note: "内部备注" },
    replyText: "回复内容", noteText: "备注内容", replyPlaceholder: "输入回复…", notePlaceholder: "输入备注，仅同事可见…",
    replyHint: "Enter 发送，Shift+Enter 换行", noteHint: "仅内部可见，客户看不到", send: "发送", saveNote: "保存备注", charsLeft: "还可输入 {n} 字", tooLong: "超出 {n} 字，请分条发送",
  },
  line: {
    opened: "客户从{channel}进入", queued: "进入排队：{reason}（{priority}）", queuedAfterHours: "非服务时间进入排队：{reason}（{priority}）", escalated: "{text}（{priority}）", assigned: "{name} 开始接待", released: "回到排队：{reason}",
    returned: "智能客服继续接待：{reason}", closed: "会话已结束（{by}，{reason}）", reopened: "客户再次来访", ticketCreated: "已登记工单", dueAt: "{at} 前办结", ticketUpdated: "工单 {number}：{status}",
    ratingRequested: "已邀请客户评价", ratingGiven: "客户评价 {score} 分", botFailed: "智能客服未能回答（{code}）",
  },
  info: {
    handover: "转人工摘要", noHandover: "未转过人工", confirmed: "已确认", inferred: "推测",
    customer: "客户", name: "姓名", phone: "手机", externalId: "客户号", tags: "标签", channel: "渠道", since: "进入时间",
    reveal: "查看完整信息", hide: "隐藏完整信息", revealConfirm: "查看", revealText: "查看完整信息会记入审计日志，请说明用途。", revealReason: "查看原因",
    tickets: "工单", noTickets: "没有工单", trace: "机器人理解", turns: "{n} 轮", noTrace: "没有机器人对话", resumed: "（恢复对话）", intent: "意图", topics: "主题", entities: "实体", actions: "动作",
  },
};
