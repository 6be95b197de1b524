package dev.signet.domain.ca;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** The distinguished name of an authority, checked: {@code O=organization, CN=commonName}. */
public final class AuthorityName {
    /** The upper bounds ub-common-name and ub-organization-name of RFC 5280, in characters. */
    public static final int MAX_LENGTH = 64;

    private final String commonName;
    private final String organization;

    private AuthorityName(String commonName, String organization) {
        this.commonName = commonName;
        this.organization = organization;
    }

    /**
     * Checks both parts.
     *
     * @param commonName 1 to 64 characters
     * @param organization at most 64 characters; empty for none
     * @return the name, or a message that says what to write instead
     */
    public static Outcome<AuthorityName, String> parse(String commonName, String organization) {
        if (commonName.isBlank()) {
            return Outcome.refused("commonName is empty; name the authority, as in Example Root CA");
        }
        for (String part : new String[] {commonName, organization}) {
            if (part.codePointCount(0, part.length()) > MAX_LENGTH) {
                return Outcome.refused("commonName and organization have at most " + MAX_LENGTH + " characters each");
            }
            if (part.codePoints().anyMatch(AuthorityName::isInvisible) || !part.equals(part.strip())) {
                return Outcome.refused(
                        "commonName and organization hold no control or invisible characters and no space at their ends");
            }
        }
        return Outcome.accepted(new AuthorityName(commonName, organization));
    }

    /** Control characters, and those that turn the direction of text so that one name reads like another. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    public String commonName() {
        return commonName;
    }

    /** Empty for none. */
    public String organization() {
        return organization;
    }

    X500Name toX500() {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        if (!organization.isEmpty()) {
            name.addRDN(BCStyle.O, organization);
        }
        return name.addRDN(BCStyle.CN, commonName).build();
    }

    @Override
    public String toString() {
        return toX500().toString();
    }
}
