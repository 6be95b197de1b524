package dev.signet.crds.schema;

/** CEL rules on names that several kinds share, as texts for annotations. */
public final class Names {

    /** A DNS-1123 label. */
    public static final String LABEL_RULE = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";

    public static final String LABEL_MESSAGE =
            "is no name: write lower-case letters, digits and -, " + "beginning and ending with a letter or digit";

    /** A DNS-1123 subdomain, as objects are named. */
    public static final String OBJECT_RULE =
            "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')";

    public static final String OBJECT_MESSAGE =
            "is no name: write lower-case letters, digits, - and ., " + "beginning and ending with a letter or digit";

    /** A regular expression for what no name may hold: control characters and line breaks of Unicode. */
    public static final String UNPRINTABLE = "r'[\\p{Cc}\\p{Zl}\\p{Zp}]'";

    private Names() {}
}
