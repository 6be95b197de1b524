package dev.signet.domain.ca;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.util.IPAddress;

/**
 * By which names clients reach the token service: its Service in every form that is resolved in a cluster, the host of the
 * issuer, and what the operator's configuration adds.
 *
 * @param hosts DNS names in lower case, of which a first label may be {@code *}, and IP addresses; each once, at least one
 */
public record ServingNames(List<String> hosts) {

    public ServingNames {
        hosts = List.copyOf(new LinkedHashSet<>(hosts));
    }

    /**
     * The names of a Service and those besides.
     *
     * @param issuerUrl an https URL
     * @param more DNS names
     */
    public static ServingNames of(String service, String namespace, String issuerUrl, List<String> more) {
        String inNamespace = service + "." + namespace;
        List<String> hosts = new ArrayList<>(
                List.of(service, inNamespace, inNamespace + ".svc", inNamespace + ".svc.cluster.local"));
        host(issuerUrl).ifPresent(hosts::add);
        hosts.addAll(more);
        return new ServingNames(hosts);
    }

    /** Without the dot at the end by which a resolver knows that a name is whole: no certificate has it. */
    private static Optional<String> host(String url) {
        return Optional.ofNullable(URI.create(url).getHost())
                .map(host -> host.toLowerCase(Locale.ROOT).replaceAll("^\\[|[].]$", ""));
    }

    /**
     * Those that the name constraints of a chain let its authority certify, since one other makes a certificate worthless for all
     * of them; all, where that would leave none.
     */
    ServingNames permittedBy(AuthorityKey authority) {
        List<String> refused = refusedBy(authority);
        return refused.size() == hosts.size()
                ? this
                : new ServingNames(
                        hosts.stream().filter(host -> !refused.contains(host)).toList());
    }

    /** Those that the name constraints of a chain do not let its authority certify. */
    public List<String> refusedBy(AuthorityKey authority) {
        PKIXNameConstraintValidator constraints = new PKIXNameConstraintValidator();
        authority.chain().stream()
                .flatMap(certificate ->
                        Stream.ofNullable(certificate.getExtensionValue(Extension.nameConstraints.getId())))
                .map(value -> NameConstraints.getInstance(
                        ASN1OctetString.getInstance(value).getOctets()))
                .forEach(each -> add(each, constraints));
        return hosts.stream().filter(host -> !isPermitted(host, constraints)).toList();
    }

    private static void add(NameConstraints each, PKIXNameConstraintValidator constraints) {
        if (each.getPermittedSubtrees() != null) {
            constraints.intersectPermittedSubtree(each.getPermittedSubtrees());
        }
        if (each.getExcludedSubtrees() != null) {
            for (GeneralSubtree subtree : each.getExcludedSubtrees()) {
                constraints.addExcludedSubtree(subtree);
            }
        }
    }

    private static boolean isPermitted(String host, PKIXNameConstraintValidator constraints) {
        try {
            constraints.checkPermitted(name(host));
            constraints.checkExcluded(name(host));
            return true;
        } catch (NameConstraintValidatorException notPermitted) {
            return false;
        }
    }

    /** The value of the extension {@code subjectAltName}. */
    GeneralNames toExtension() {
        return new GeneralNames(hosts.stream().map(ServingNames::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(String host) {
        return new GeneralName(IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    @Override
    public String toString() {
        return String.join(", ", hosts);
    }
}
