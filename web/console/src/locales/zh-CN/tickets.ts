export default {
  tickets: {
    search: "搜索工单号、客户或内容", status: "状态", anyStatus: "全部状态", grade: "等级", anyGrade: "全部等级",
    column: { number: "工单号", grade: "等级", customer: "客户", subject: "事项", status: "状态", due: "下一时限", createdAt: "登记时间" },
    empty: "还没有工单", emptyHint: "客户确认投诉后，工单会出现在这里", emptyFiltered: "没有符合条件的工单", emptyFilteredHint: "换个关键词，或清除筛选条件",
    one: "工单 {number}", toConversation: "查看会话", repeat: "重复投诉", repeatOf: "重复于", lead: "牵头处理：{lead}",
    facts: "投诉内容", deadlines: "时限", history: "办理记录", yuan: "{amount} 元",
    fact: { product: "产品", issue: "问题", demand: "诉求", description: "经过", occurred: "发生时间", place: "地点/渠道", amount: "涉及金额", name: "姓名", phone: "联系电话", evidence: "证据", createdAt: "登记时间" },
    metAt: "已于 {at} 完成", metLateAt: "已于 {at} 完成（超时）", stopped: "不再计时", uncertain: "所涉年份的节假日安排未公布，按周一至周五推算，请人工核对。", rule: "依据：{source}（版本 {version}）",
    move: "变更状态", moveText: "只列出当前可进入的状态；涉及客户的变更会通知客户。", nextStatus: "新状态", note: "说明（选填）", noteRequired: "说明（必填）", noMoves: "当前状态没有可变更的下一步", statusChanged: "状态已变更",
    regrade: "调整等级", regradeText: "调整会保留在办理记录中，时限按新等级重新计算。", reason: "调整原因（必填）", gradeChanged: "等级已调整",
  },
};
