package dev.signet.crds.policy;

/** CEL rules on lists of regular expressions. */
final class Patterns {

    /** Trying a pattern is an error in CEL where it is malformed; the API server puts its text before the message. */
    static final String VALID = "self.all(p, ''.matches(p) || !''.matches(p))";

    static final String VALID_MESSAGE =
            "write regular expressions of RE2, which has neither look-around nor back-references, such as ^web-[0-9]+$";

    private Patterns() {}
}
