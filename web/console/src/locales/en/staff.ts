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
    empty: "No entries yet", column: { at: "Time", who: "Who", action: "What", target: "To", details: "Details", address: "Address" },
    action: {
      account_sign_in: "Signed in", account_sign_out: "Signed out", account_change_password: "Changed password", agent_create: "Created person", agent_update: "Changed person", agent_reset_password: "Reset password", agent_set_availability: "Changed availability",
      conversation_claim: "Claimed", conversation_transfer: "Transferred", conversation_return: "Returned to bot", conversation_close: "Closed", customer_reveal: "Saw customer in full", ticket_grade: "Changed grade", ticket_move: "Changed ticket state", ticket_reveal: "Saw ticket contact",
    },
    data: { reason: "reason", role: "role", capacity: "capacity", is_active: "active", name: "name", username: "username" },
  },
  report: {
    empty: "Nothing yet today", day: "{date} (as of {time})",
  },
};
