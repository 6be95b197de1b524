package dev.signet.crds.schema;

/** CEL rules on the keys of labels and annotations that users put on Secrets, as texts for annotations; for maps and for lists of keys alike. */
public final class MetadataKeys {

    static final String KEY =
            "'^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'";

    private static final String QUALIFIED = "(k.size() <= 317 && k.indexOf('/') <= 253 && k.matches(" + KEY + "))";

    /** What Kubernetes accepts as a qualified name. */
    public static final String SHAPE = "self.all(k, " + QUALIFIED + ")";

    public static final String SHAPE_MESSAGE =
            "'a key is a name of at most 63 characters, which a domain in lower case and / may precede, "
                    + "such as example.com/team: change ' + self.filter(k, !"
                    + QUALIFIED + ")[0]";

    private static final String RESERVED = "'^([^/]*[.])?(kubernetes[.]io|k8s[.]io|signet[.]dev)/'";

    /** Keys of Kubernetes and of Signet, which their own controllers act upon. */
    public static final String FOREIGN = "self.all(k, !k.matches(" + RESERVED + "))";

    public static final String FOREIGN_MESSAGE =
            "'keys of kubernetes.io, k8s.io and signet.dev belong to Kubernetes and Signet: remove '"
                    + " + self.filter(k, k.matches(" + RESERVED
                    + "))[0] + ', or use a domain of your own'";

    private MetadataKeys() {}
}
