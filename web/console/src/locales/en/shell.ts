/** The frame: door, menus, connection, keys, errors. */
export default {
  shell: {
    product: "Zhike", title: "Zhike · Agent desk", opening: "Opening the desk…", home: "Zhike desk", pages: "Pages",
    page: { desk: "Conversations", tickets: "Tickets", report: "Today", agents: "Staff", audit: "Audit" },
  },
  signIn: {
    title: "Sign in to the agent desk", username: "Username", password: "Password", submit: "Sign in", incomplete: "Enter your username and password.",
    ended: "Your session has ended. Please sign in again: what you were writing is kept.", help: "Forgotten? Ask an admin for a new password",
  },
  account: {
    menu: "Account of {name}", soundOn: "Turn sound on", soundOff: "Turn sound off", password: "Change password", signOut: "Sign out",
    currentPassword: "Current password", newPassword: "New password", passwordRule: "At least {n} characters. Your other sessions will end.", passwordChanged: "Password changed",
  },
  availability: { label: "Availability", online: "Online", away: "Away" },
  link: {
    reconnecting: "Connection lost, reconnecting. What is unsent is kept and goes out afterwards.", offline: "You are offline. What is unsent is kept and goes out afterwards.", retryNow: "Retry now",
  },
  action: { retry: "Retry", cancel: "Cancel", save: "Save", more: "Load more", refresh: "Refresh" },
  state: { loading: "Loading" },
  help: {
    open: "Keyboard shortcuts", title: "Keyboard shortcuts", enter: "Send (while writing)", shiftEnter: "New line (while writing)", escape: "Leave the field or close a dialog",
    command: { next: "Next conversation", previous: "Previous conversation", claim: "Claim this conversation", reply: "Write a reply", note: "Write an internal note", search: "Search conversations", help: "Show this help" },
  },
  error: {
    unknown: "Something went wrong. Try again, or tell an admin.",
    unreachable: "The service cannot be reached. Check the network and try again.",
    code: {
      conversation_already_claimed: "A colleague has just claimed this conversation.", agent_at_capacity: "You hold as many conversations as you may. Close or transfer one first.",
      conversation_not_yours: "You no longer hold this conversation. Refresh to see who does.", network_timeout: "The service did not answer in time. Try again.", csrf_failed: "This page is out of date. Reload it and try again.",
    },
  },
};
