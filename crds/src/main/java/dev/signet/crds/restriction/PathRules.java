package dev.signet.crds.restriction;

/** A CEL rule on path patterns: a path as it is after decoding, in which * and ** stand for whole segments. */
final class PathRules {

    private static final String SEGMENTS = "self.matches(r'^(/([*]{1,2}|[^/*?#;%\\\\\\p{Cc}]+))*/?$')";
    private static final String DOTS = "self.matches('/[.][.]?(/|$)')";

    static final String PATTERN = SEGMENTS + " && !" + DOTS;

    static final String PATTERN_MESSAGE = "!self.startsWith('/') ? 'a path begins with a slash: write /' + self"
            + " : self.contains('?') || self.contains('#') ? 'query and fragment do not count: write ' + self.split('#')[0].split('?')[0]"
            + " : self.matches(r'[;%\\\\\\p{Cc}]')"
            + " ? 'the path is compared as it is after decoding: write characters as they are, without %, ;, backslashes and control characters'"
            + " : self.contains('//') ? 'two slashes in a row never match: write ' + self.replace('//', '/')"
            + " : " + DOTS + " ? 'segments . and .. never match: write the path that they lead to'"
            + " : '* stands for one whole segment and ** for zero or more, so nothing stands beside them: write /a/*/b or /a/**'";

    private PathRules() {}
}
