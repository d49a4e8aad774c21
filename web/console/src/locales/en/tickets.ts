export default {
  tickets: {
    search: "Number, customer or words", status: "State", anyStatus: "Any state", grade: "Grade", anyGrade: "Any grade",
    column: { number: "Number", grade: "Grade", customer: "Customer", subject: "Subject", status: "State", due: "Next deadline", createdAt: "Registered" },
    empty: "No tickets yet", emptyHint: "A complaint that a customer confirms appears here", emptyFiltered: "No ticket matches", emptyFilteredHint: "Try other words or clear the filters",
    one: "Ticket {number}", toConversation: "Conversation", repeat: "Repeat", repeatOf: "Repeat of", lead: "Led by: {lead}",
    facts: "Complaint", deadlines: "Deadlines", history: "History", yuan: "CNY {amount}",
    fact: { product: "Product", issue: "Issue", demand: "Demand", description: "What happened", occurred: "When", place: "Where", amount: "Amount", name: "Name", phone: "Phone", evidence: "Evidence", createdAt: "Registered" },
    metAt: "Done at {at}", metLateAt: "Done at {at}, late", stopped: "No longer counted", uncertain: "The holidays of that year are not published yet; counted Monday to Friday, please check.", rule: "Rule: {source} (version {version})",
    move: "Change state", moveText: "Only legal next states are listed; the customer is told where it concerns them.", nextStatus: "New state", note: "Note (optional)", noteRequired: "Note (required)", noMoves: "There is no next state", statusChanged: "State changed",
    regrade: "Change grade", regradeText: "The change stays in the history; deadlines are counted anew.", reason: "Reason (required)", gradeChanged: "Grade changed",
  },
};
