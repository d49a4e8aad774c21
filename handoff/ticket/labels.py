"""What each code is called in Chinese. The only such place of the service."""

from handoff.ticket.states import ComplaintClass, Demand, Grade, Issue, Product, TicketStatus

STATUS: dict[TicketStatus, str] = {
    TicketStatus.SUBMITTED: "已提交",
    TicketStatus.REGISTERED: "已登记",
    TicketStatus.ACCEPTED: "已受理",
    TicketStatus.NOT_ACCEPTED: "不予受理",
    TicketStatus.INVESTIGATING: "调查中",
    TicketStatus.RESOLUTION_PROPOSED: "处理意见待审核",
    TicketStatus.FEEDBACK_SENT: "已告知",
    TicketStatus.CONFIRMED: "客户已确认",
    TicketStatus.DISPUTED: "客户有异议",
    TicketStatus.CLOSED: "已结案",
    TicketStatus.WITHDRAWN: "已撤诉",
}

# Where staff and customers read different words.
STATUS_FOR_CUSTOMER: dict[TicketStatus, str] = {
    TicketStatus.RESOLUTION_PROPOSED: "审核中",
    TicketStatus.FEEDBACK_SENT: "已答复",
    TicketStatus.CONFIRMED: "已确认",
    TicketStatus.DISPUTED: "复核中",
    TicketStatus.WITHDRAWN: "已撤回",
}

GRADE: dict[Grade, str] = {Grade.MAJOR: "一级", Grade.URGENT: "二级", Grade.GENERAL: "三级", Grade.REPEAT: "四级"}

COMPLAINT_CLASS: dict[ComplaintClass, str] = {
    ComplaintClass.MAJOR: "重大投诉",
    ComplaintClass.URGENT: "紧急投诉",
    ComplaintClass.GENERAL: "一般投诉",
    ComplaintClass.REPEAT: "重复投诉",
}

PRODUCT: dict[Product, str] = {
    Product.ACCOUNT: "账户",
    Product.DEBIT_CARD: "借记卡",
    Product.CREDIT_CARD: "信用卡",
    Product.LOAN: "贷款",
    Product.DEPOSIT: "存款",
    Product.WEALTH: "理财",
    Product.FUND: "基金",
    Product.INSURANCE: "保险",
    Product.SECURITIES: "证券",
    Product.PAYMENT: "支付转账",
    Product.EBANK: "电子银行/App",
    Product.BRANCH_SERVICE: "网点服务",
    Product.PERSONAL_INFORMATION: "个人信息",
    Product.OTHER: "其他",
}

ISSUE: dict[Issue, str] = {
    Issue.ATTITUDE: "服务态度",
    Issue.PROCESS: "流程/时效",
    Issue.FEE: "收费",
    Issue.MISSELLING: "误导销售",
    Issue.FUND_LOSS: "资金损失/盗刷",
    Issue.ACCOUNT_FREEZE: "账户冻结",
    Issue.SYSTEM_FAILURE: "系统故障",
    Issue.DATA_LEAK: "信息泄露",
    Issue.CREDIT_REPORT: "征信",
    Issue.COLLECTION: "催收",
    Issue.CLAIM: "理赔",
    Issue.OTHER: "其他",
}

DEMAND: dict[Demand, str] = {
    Demand.REFUND: "退款/赔偿",
    Demand.CORRECTION: "更正",
    Demand.EXPLANATION: "解释",
    Demand.APOLOGY: "道歉",
    Demand.RESTORATION: "恢复服务",
    Demand.ACCOUNTABILITY: "追责",
    Demand.OTHER: "其他",
}
