/** The business's own words, by the codes of the wire. */
export default {
  role: { agent: "坐席", trainer: "训练师", supervisor: "主管", admin: "管理员" },
  roleText: { agent: "接待客户、处理工单", trainer: "查看会话和机器人的理解", supervisor: "坐席权限，另可看报表与审计", admin: "主管权限，另可管理人员" },
  status: { bot: "机器人接待", queued: "排队中", assigned: "人工接待", closed: "已结束" },
  priority: { 0: "普通", 1: "优先", 2: "紧急", 3: "特急" },
  reason: {
    asked: "客户要求", fraud: "涉诈/盗刷", hardship: "还款困难", self_harm: "人身安全", anger: "情绪激动", misunderstood: "机器人未听懂", account_request: "账户办理", advice: "投资建议",
    grade: "投诉升级", bot_failure: "机器人故障", transferred: "同事转回", agent_vanished: "坐席掉线",
  },
  channel: { web: "网页", app: "App" },
  actor: { customer: "客户", bot: "智能客服", agent: "客服", system: "系统" },
  tag: { vip: "VIP", elderly: "老年客户", minor: "未成年", disabled: "残障人士", business: "对公客户" },
  customer: { stranger: "访客", told: "{name}（自报）", known: "已识别客户", unknown: "未识别" },
  attribute: { risk_level: "风险等级", level: "客户等级", branch: "开户网点" },
  closeReason: { resolved: "已解决", customer_left: "客户离开", spam: "垃圾信息", other: "其他" },
  releaseReason: { transferred: "坐席转回队列", agent_vanished: "坐席掉线" },
  returnReason: { customer_changed_mind: "客户选择继续使用智能客服", handed_back: "坐席交还" },
  botFailure: { timeout: "响应超时", unreachable: "无法连接", bad_answer: "回答异常", server_error: "内部错误" },
  delivery: {
    sent: "已送达", read: "已读", sending: "发送中…", waiting: "未发送，正在重试", volatile: "未发送，正在重试，请勿关闭页面", refused: "发送失败", rewrite: "重新编辑",
    reason: { conversation_not_yours: "会话已不在您名下", message_too_long: "内容过长", not_allowed: "您没有权限" },
    refusedElsewhere: "有一条消息发送失败，请打开该会话处理：{text}",
  },
  due: { left: "剩 {span}", over: "已超时 {span}", days: "{d} 天 {h} 小时", hours: "{h} 小时 {m} 分", minutes: "{m} 分钟" },
  grade: { 1: "一级", 2: "二级", 3: "三级", 4: "四级" },
  complaintClass: { major: "重大投诉", urgent: "紧急投诉", general: "一般投诉", repeat: "重复投诉" },
  ticketStatus: {
    submitted: "已提交", registered: "已登记", accepted: "已受理", not_accepted: "不予受理", investigating: "调查中", resolution_proposed: "处理意见待审核",
    feedback_sent: "已告知", confirmed: "客户已确认", disputed: "客户有异议", closed: "已结案", withdrawn: "已撤诉",
  },
  deadline: { registration: "登记", action: "启动处置", first_feedback: "首次反馈", findings: "调查情况反馈", resolution: "作出处理决定", result_told: "告知处理结果", improvement_plan: "整改方案" },
  product: {
    account: "账户", debit_card: "借记卡", credit_card: "信用卡", loan: "贷款", deposit: "存款", wealth: "理财", fund: "基金", insurance: "保险", securities: "证券",
    payment: "支付转账", ebank: "电子银行/App", branch_service: "网点服务", personal_information: "个人信息", other: "其他",
  },
  issue: {
    attitude: "服务态度", process: "流程/时效", fee: "收费", misselling: "误导销售", fund_loss: "资金损失/盗刷", account_freeze: "账户冻结", system_failure: "系统故障",
    data_leak: "信息泄露", credit_report: "征信", collection: "催收", claim: "理赔", other: "其他",
  },
  demand: { refund: "退款/赔偿", correction: "更正", explanation: "解释", apology: "道歉", restoration: "恢复服务", accountability: "追责", other: "其他" },
};
