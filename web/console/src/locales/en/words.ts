/** The business's own words, by the codes of the wire. */
export default {
  role: { agent: "Agent", trainer: "Trainer", supervisor: "Supervisor", admin: "Admin" },
  roleText: { agent: "serves customers, works on tickets", trainer: "reads conversations and what the bot made of them", supervisor: "an agent who also sees report and audit", admin: "a supervisor who also manages staff" },
  status: { bot: "With the bot", queued: "Waiting", assigned: "With an agent", closed: "Closed" },
  priority: { 0: "Normal", 1: "High", 2: "Urgent", 3: "Emergency" },
  reason: {
    asked: "Asked for a person", fraud: "Fraud", hardship: "Hardship", self_harm: "Personal safety", anger: "Angry", misunderstood: "Not understood", account_request: "Account request", advice: "Wants advice",
    grade: "Grave complaint", bot_failure: "Bot failure", transferred: "Transferred", agent_vanished: "Agent lost",
  },
  channel: { web: "Web", app: "App" },
  actor: { customer: "Customer", bot: "Bot", agent: "Agent", system: "System" },
  tag: { vip: "VIP", elderly: "Elderly", minor: "Minor", disabled: "Disabled", business: "Business" },
  customer: { stranger: "Visitor", told: "{name} (as told)", known: "Identified", unknown: "Not identified" },
  attribute: { risk_level: "Risk level", level: "Level", branch: "Branch" },
  closeReason: { resolved: "Resolved", customer_left: "Customer left", spam: "Spam", other: "Other" },
  releaseReason: { transferred: "transferred by the agent", agent_vanished: "the agent was lost" },
  returnReason: { customer_changed_mind: "the customer went back to the bot", handed_back: "handed back by the agent" },
  botFailure: { timeout: "timeout", unreachable: "unreachable", bad_answer: "bad answer", server_error: "internal error" },
  delivery: {
    sent: "Delivered", read: "Read", sending: "Sending…", waiting: "Not sent, retrying", volatile: "Not sent, retrying: keep this page open", refused: "Refused", rewrite: "Edit again",
    reason: { conversation_not_yours: "you no longer hold this conversation", message_too_long: "it is too long", not_allowed: "your role may not do this" },
    refusedElsewhere: "A message was refused. Open its conversation: {text}",
  },
  due: { left: "{span} left", over: "{span} over", days: "{d} d {h} h", hours: "{h} h {m} min", minutes: "{m} min" },
  grade: { 1: "Grade 1", 2: "Grade 2", 3: "Grade 3", 4: "Grade 4" },
  complaintClass: { major: "Major", urgent: "Urgent", general: "General", repeat: "Repeat" },
  ticketStatus: {
    submitted: "Submitted", registered: "Registered", accepted: "Accepted", not_accepted: "Not accepted", investigating: "Investigating", resolution_proposed: "Resolution proposed",
    feedback_sent: "Feedback sent", confirmed: "Confirmed", disputed: "Disputed", closed: "Closed", withdrawn: "Withdrawn",
  },
  deadline: { registration: "Registration", action: "Action", first_feedback: "First feedback", findings: "Findings", resolution: "Decision", result_told: "Result told", improvement_plan: "Improvement plan" },
  product: {
    account: "Account", debit_card: "Debit card", credit_card: "Credit card", loan: "Loan", deposit: "Deposit", wealth: "Wealth", fund: "Fund", insurance: "Insurance", securities: "Securities",
    payment: "Payment", ebank: "E-banking/App", branch_service: "Branch service", personal_information: "Personal information", other: "Other",
  },
  issue: {
    attitude: "Attitude", process: "Process", fee: "Fee", misselling: "Mis-selling", fund_loss: "Loss of funds", account_freeze: "Frozen account", system_failure: "System failure",
    data_leak: "Data leak", credit_report: "Credit report", collection: "Collection", claim: "Claim", other: "Other",
  },
  demand: { refund: "Refund", correction: "Correction", explanation: "Explanation", apology: "Apology", restoration: "Restoration", accountability: "Accountability", other: "Other" },
};
