/** The desk: lists, transcript, composer, panel. */
export default {
  desk: {
    lists: "Lists of conversations", conversation: "Conversation", info: "About this conversation", transcript: "Transcript", actions: "Actions",
    tab: { queue: "Queue", mine: "Mine", all: "All" },
    away: "You are away. Switch to online, top right, before you begin.", chooseOne: "Choose a conversation on the left", chooseHint: "J / K move, Ctrl+Enter claims, ? lists all keys", readHint: "J / K move, ? lists all keys",
    unread: "{n} unread", waited: "waiting for {time}", draft: "[Draft]", said: "{who}: {text}", stale: "This list may be out of date, retrying", counts: "Online {online} · agents {assigned} · bot {bot}",
    search: "Message, name, phone, ticket", anyStatus: "Any state", statusFilter: "Filter by state",
    empty: {
      queue: "Nobody is waiting", queueHint: "New customers appear here by themselves", mine: "You hold no conversation", mineHint: "Claim one from the queue", search: "No conversation matches", searchHint: "Whatever was said is found (two characters or more), and whole names, phones and ticket numbers; or try any state",
    },
    heldBy: "With {name}", heldByMe: "With me", backToList: "Back to the list", backToChat: "Back to the conversation", me: "Me",
    claim: "Claim", claimHint: "Ctrl+Enter", claimedBy: "{name} has claimed it already",
    transfer: "Transfer", transferConfirm: "Transfer now", transferText: "The conversation goes back to the queue. Only colleagues see the note.", transferNote: "Note for the colleague who takes over (required)", transferred: "Back in the queue",
    return: "Return to bot", returnConfirm: "Return now", returnText: "The bot goes on where it was; the customer is told.", returned: "Returned to the bot",
    close: "Close", closeConfirm: "Close now", closeText: "The customer sees that the conversation is closed and is asked for a rating.", closeReason: "Reason", closeNote: "Note (optional, internal)", closed: "Closed",
    refusal: {
      permission: "Your role may not do this", other: "{name} holds this conversation", claimFirst: "Claim the conversation first", claimToReply: "Claim it to reply", closed: "The conversation is closed", notHeld: "No person holds this conversation",
    },
    earlier: "Earlier messages", newMessages: "New messages", customerTyping: "The customer is typing…", botMark: "Bot", internalNote: "Internal note", handoverNote: "Note on transfer", source: "Source: ", validUntil: " (valid until {date})",
    replies: { title: "Saved replies", search: "Search saved replies", none: "No reply matches", noneHint: "Try other words; admins look after the list", key: "/ in an empty reply" },
    writeAs: "Write to", mode: { reply: "Reply", note: "Internal note" },
    replyText: "Reply text", noteText: "Note text", replyPlaceholder: "Write a reply…", notePlaceholder: "Write a note, for colleagues only…",
    replyHint: "Enter sends, Shift+Enter breaks the line", noteHint: "Internal: customers never see this", send: "Send", saveNote: "Save note", charsLeft: "{n} characters left", tooLong: "{n} characters too many: split it up",
  },
  line: {
    opened: "The customer came by {channel}", queued: "Waiting: {reason} ({priority})", queuedAfterHours: "Waiting, out of hours: {reason} ({priority})", escalated: "{text} ({priority})", assigned: "{name} took over", released: "Back in the queue: {reason}",
    returned: "The bot goes on: {reason}", closed: "Closed ({by}, {reason})", reopened: "The customer is back", ticketCreated: "Ticket registered", dueAt: "due {at}", ticketUpdated: "Ticket {number}: {status}",
    ratingRequested: "Asked for a rating", ratingGiven: "Rated {score} of 5", botFailed: "The bot could not answer ({code})",
  },
  info: {
    handover: "Handoff", noHandover: "Never handed to a person", confirmed: "confirmed", inferred: "inferred",
    customer: "Customer", name: "Name", phone: "Phone", externalId: "Customer no.", tags: "Tags", channel: "Channel", since: "Since",
    reveal: "Show in full", hide: "Hide again", revealConfirm: "Show", revealText: "This is written to the audit log. Say what it is needed for.", revealReason: "Reason",
    tickets: "Tickets", noTickets: "No tickets", trace: "What the bot understood", turns: "{n} turns", noTrace: "The bot did not speak", resumed: "(resumed)", intent: "Intent", topics: "Topics", entities: "Entities", actions: "Actions",
  },
};
