package dev.signet.domain.ca;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.util.IPAddress;

/**
 * The name constraints of an authority (RFC 5280, 4.2.1.10), checked: every name below it must lie within {@code permitted} where
 * that names anything of its kind, and never within {@code excluded}.
 */
public final class NameConstraints {
    /**
     * The names of one side.
     *
     * @param dnsDomains {@code example.com}: that name and all below it
     * @param ipRanges CIDR, {@code 10.0.0.0/8} or {@code 2001:db8::/32}, host bits zero
     * @param emails one mailbox {@code a@example.com}, one host {@code example.com}, or all below a domain {@code .example.com}
     * @param uriDomains one host {@code example.com}, or all below a domain {@code .example.com}
     */
    public record Names(List<String> dnsDomains, List<String> ipRanges, List<String> emails, List<String> uriDomains) {
        public Names {
            dnsDomains = List.copyOf(dnsDomains);
            ipRanges = List.copyOf(ipRanges);
            emails = List.copyOf(emails);
            uriDomains = List.copyOf(uriDomains);
        }

        public static Names none() {
            return new Names(List.of(), List.of(), List.of(), List.of());
        }

        private GeneralSubtree[] subtrees() {
            return Stream.of(
                            dnsDomains.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                            ipRanges.stream().map(range -> new GeneralName(GeneralName.iPAddress, range)),
                            emails.stream().map(name -> new GeneralName(GeneralName.rfc822Name, name)),
                            uriDomains.stream()
                                    .map(name -> new GeneralName(GeneralName.uniformResourceIdentifier, name)))
                    .flatMap(names -> names)
                    .map(GeneralSubtree::new)
                    .toArray(GeneralSubtree[]::new);
        }
    }

    private static final String LABELS =
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?" + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";
    private static final Pattern DOMAIN = Pattern.compile(LABELS);
    private static final Pattern HOST_OR_DOMAIN = Pattern.compile("\\.?" + LABELS);
    private static final Pattern EMAIL = Pattern.compile("([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@|\\.)?" + LABELS);
    private static final int MAX_NAME = 253;

    private final Names permitted;
    private final Names excluded;

    private NameConstraints(Names permitted, Names excluded) {
        this.permitted = permitted;
        this.excluded = excluded;
    }

    public static NameConstraints none() {
        return new NameConstraints(Names.none(), Names.none());
    }

    /** The constraints, or a message that names the first bad entry and says what to write instead. */
    public static Outcome<NameConstraints, String> parse(Names permitted, Names excluded) {
        return problem(permitted)
                .or(() -> problem(excluded))
                .<Outcome<NameConstraints, String>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(new NameConstraints(permitted, excluded)));
    }

    public Names permitted() {
        return permitted;
    }

    public Names excluded() {
        return excluded;
    }

    /** The extension's value; empty when nothing is constrained, since the RFC forbids an empty extension. */
    Optional<org.bouncycastle.asn1.x509.NameConstraints> toExtension() {
        GeneralSubtree[] inside = permitted.subtrees();
        GeneralSubtree[] outside = excluded.subtrees();
        return inside.length + outside.length == 0
                ? Optional.empty()
                : Optional.of(new org.bouncycastle.asn1.x509.NameConstraints(
                        inside.length == 0 ? null : inside, outside.length == 0 ? null : outside));
    }

    private static Optional<String> problem(Names names) {
        return first(
                        names.dnsDomains(),
                        DOMAIN.asMatchPredicate(),
                        "a DNS domain; write example.com, with no dot or * first")
                .or(() -> first(
                        names.ipRanges(),
                        NameConstraints::isRange,
                        "an IP range; write 10.0.0.0/8 or 2001:db8::/32," + " with every bit behind the prefix zero"))
                .or(() -> first(
                        names.emails(),
                        EMAIL.asMatchPredicate(),
                        "an email constraint; write a@example.com," + " example.com or .example.com"))
                .or(() -> first(
                        names.uriDomains(),
                        HOST_OR_DOMAIN.asMatchPredicate(),
                        "a URI constraint; write the host alone:" + " example.com or .example.com"));
    }

    private static Optional<String> first(List<String> names, Predicate<String> good, String message) {
        return names.stream()
                .filter(name -> name.length() > MAX_NAME || !good.test(name))
                .map(name -> "\"" + name + "\" is not " + message)
                .findFirst();
    }

    private static boolean isRange(String range) {
        int slash = range.indexOf('/');
        if (slash < 0 || !range.substring(slash + 1).matches("[0-9]{1,3}")) {
            return false;
        }
        if (!IPAddress.isValidIPv4WithNetmask(range) && !IPAddress.isValidIPv6WithNetmask(range)) {
            return false;
        }
        // Address and mask, one after the other: RFC 5280 section 4.2.1.10.
        byte[] both = ASN1OctetString.getInstance(new GeneralName(GeneralName.iPAddress, range).getName())
                .getOctets();
        int half = both.length / 2;
        for (int i = 0; i < half; i++) {
            if ((both[i] & ~both[half + i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
