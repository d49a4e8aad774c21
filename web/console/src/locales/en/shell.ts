/** The frame: door, menus, connection, keys, errors. */
export default {
  shell: {
    product: "Zhike", title: "Zhike · Agent desk", opening: "Opening the desk…", unreachable: "The service cannot be reached; trying again by itself. Please check the network, too.", home: "Zhike desk", pages: "Pages",
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
    outdated: "The desk has been updated. Please refresh: drafts and unsent messages are kept.",
  },
  action: { retry: "Retry", cancel: "Cancel", save: "Save", more: "Load more", refresh: "Refresh" },
  state: { loading: "Loading" },
  help: {
    open: "Keyboard shortcuts", title: "Keyboard shortcuts", enter: "Send (while writing)", shiftEnter: "New line (while writing)", slash: "Saved replies (in an empty reply)", escape: "Leave the field or close a dialog",
    command: { next: "Next conversation", previous: "Previous conversation", claim: "Claim this conversation", reply: "Write a reply", note: "Write an internal note", search: "Search conversations", queue: "The queue", mine: "My conversations", all: "All conversations", help: "Show this help" },
  },
  error: {
    unknown: "Something went wrong. Try again, or tell an admin.",
    unreachable: "The service cannot be reached. Check the network and try again.",
    /** The service's sentences are Chinese: here are the ones an agent meets. */
    code: {
      network_timeout: "The service did not answer in time. Try again.", not_allowed: "Your role may not do this.", csrf_refused: "This page is out of date. Reload it and try again.",
      sign_in_refused: "Wrong username or password. After several wrong tries the account is locked for a while.", staff_session_ended: "Your session has ended. Sign in again.",
      too_many_requests: "Too many tries. Wait {retry_after_s} s and try again.", storage_unavailable: "It could not be saved. Try again in a moment.", storage_busy: "Very many people use the service just now. Try again in a moment.", internal_error: "Something went wrong. Try again, or tell an admin.",
      conversation_already_claimed: "{agent_name} has claimed it already.", agent_at_capacity: "You hold {capacity} conversations, which is all you may. Close or transfer one first.",
      conversation_not_yours: "You do not hold this conversation.", conversation_moved: "The conversation has moved on. Look again.", conversation_not_found: "There is no such conversation.",
      ticket_not_found: "There is no such ticket.", message_too_long: "The text is too long: split it up.", message_empty: "There is nothing to send.",
      username_taken: "This username is taken.", last_admin: "One active admin must remain.", password_wrong: "The current password is wrong.", password_too_weak: "Choose a longer or less common password.", invalid_request: "Something in the form is not right. Check it and try again.",
    },
  },
};
