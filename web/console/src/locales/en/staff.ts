/** Staff, audit, report. */
export default {
  agents: {
    create: "New person", createConfirm: "Create", edit: "Edit", reset: "Reset password", you: "you", active: "Active", inactive: "Inactive",
    column: { name: "Name", username: "Username", role: "Role", availability: "Availability", capacity: "Capacity", active: "Account", actions: "Actions" },
    capacityText: "Conversations at once", saved: "Saved", editOf: "Edit {name}", resetOf: "Reset the password of {name}", activeOf: "Account of {name} is active",
    resetConfirm: "Reset now", resetText: "The old password stops working and that person is signed out. The new one is shown once.",
    passwordOf: "First password of {name}", passwordText: "It is shown this once. Hand it over safely and ask for it to be changed.", copy: "Copy password", copied: "Copied", refused: "The browser does not allow it: mark and copy by hand", noted: "I have noted it",
  },
  audit: {
    empty: "No entries yet", yes: "yes", no: "no", column: { at: "Time", who: "Who", action: "What", target: "To", details: "Details", address: "Address" },
    action: {
      account_sign_in_refused: "Sign-in refused", agent_create_first: "Created first accounts", account_sign_in: "Signed in", account_sign_out: "Signed out", account_change_password: "Changed password", agent_create: "Created person", agent_update: "Changed person", agent_reset_password: "Reset password", agent_set_availability: "Changed availability",
      conversation_claim: "Claimed", conversation_transfer: "Transferred", conversation_return: "Returned to bot", conversation_close: "Closed", customer_reveal: "Saw customer in full", ticket_grade: "Changed grade", ticket_move: "Changed ticket state",
    },
    data: { reason: "reason", role: "role", capacity: "capacity", is_active: "active", changes: "changes", is_locked: "locked", accounts: "accounts", name: "name", username: "username" },
  },
  report: {
    asOf: "{date} ({timezone}), as of {time}", now: "Now", today: "Today", hours: "Conversations and handoffs by hour", scores: "Ratings", grades: "Complaints by grade", none: "None today",
    waitingNow: "Waiting", assignedNow: "With agents", botNow: "With the bot", onlineNow: "Agents online",
    conversations: "Conversations", handedOver: "Handed over", handedOverShare: "{share} of conversations", closed: "Closed", abandoned: "Gave up waiting", abandonedOf: "of {n} handoffs",
    waiting: "Wait (median)", firstResponse: "First response (median)", spread: "90% within {p90}, longest {max}", satisfaction: "Average rating", coverage: "{count} ratings, {share} coverage", tickets: "Complaints", outOf: "{n} / 5",
    beijing: "Beijing time", series: { conversations: "Conversations", handoffs: "Handoffs", count: "Count" }, score: "{n} of 5",
  },
};
