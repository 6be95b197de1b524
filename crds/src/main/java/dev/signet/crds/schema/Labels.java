package dev.signet.crds.schema;

/** CEL rules on labels of Kubernetes, set or selected, as texts for annotations. */
public final class Labels {

    private static final String VALUE = ".matches('^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$')";

    /** One key. */
    public static final String KEY = "self.indexOf('/') <= 253 && self.matches(" + MetadataKeys.KEY + ")";

    public static final String KEY_MESSAGE =
            "a key is a name of at most 63 characters, which a domain in lower case and / may precede, such as example.com/team";

    /** The values of a map. */
    public static final String VALUES = "self.all(k, self[k]" + VALUE + ")";

    public static final String VALUES_MESSAGE =
            "'a value of a label holds letters, digits, -, _ and ., and begins and ends with a letter or digit: change that of '"
                    + " + self.filter(k, !self[k]" + VALUE + ")[0]";

    /** A list of values. */
    public static final String VALUE_LIST = "self.all(v, v" + VALUE + ")";

    public static final String VALUE_LIST_MESSAGE =
            "'a value of a label holds letters, digits, -, _ and ., and begins and ends with a letter or digit: change '"
                    + " + self.filter(v, !v" + VALUE + ")[0]";

    private Labels() {}
}
