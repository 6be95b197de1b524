package dev.signet.crds.token;

/** What sort of thing a token speaks for. */
public enum SubjectKind {
    User,
    Group,
    Service,
    Agent,
    AgentRelay,
    Controller
}
