package dev.signet.domain.subject;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What kind of holder a token speaks for; part of the subject's identity. */
public enum SubjectKind {
    /** A person. */
    USER("User"),
    /** A group of people, where the token belongs to nobody in person. */
    GROUP("Group"),
    /** A program or an external system. */
    SERVICE("Service"),
    /** An agent on a host. */
    AGENT("Agent"),
    /** A relay between agents and their server. */
    AGENT_RELAY("AgentRelay"),
    /** A controller instance that agents answer to. */
    CONTROLLER("Controller");

    private static final String ALL =
            Arrays.stream(values()).map(SubjectKind::text).collect(Collectors.joining(", "));

    private final String text;

    SubjectKind(String text) {
        this.text = text;
    }

    /** As it stands in a spec and in {@code sub}. */
    public String text() {
        return text;
    }

    public static Parsed<SubjectKind> parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .map(Parsed::valid)
                .orElseGet(() ->
                        Parsed.invalid("%s is no kind of subject; write one of %s".formatted(Quoted.of(text), ALL)));
    }

    @Override
    public String toString() {
        return text;
    }
}
