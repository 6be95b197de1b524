package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.AuthorityKey;
import dev.signet.crds.authority.AuthoritySubject;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthoritySpec;
import dev.signet.crds.authority.TokenSigning;
import dev.signet.domain.authority.AuthorityOrder;
import dev.signet.domain.authority.AuthoritySource;
import dev.signet.domain.authority.CertificateOrder;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.NameConstraints;
import dev.signet.domain.ca.Outcome;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.TokenSigningSpec;
import dev.signet.kubernetes.NamespaceSelectors;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a CertificateAuthority orders. Admission has checked most of it; it is parsed again all the same, since
 * admission may have been off when the object came.
 */
public final class AuthorityOrders {

    /** The longest name that fits a label and, with its suffix, a Secret's name. */
    private static final int LONGEST_NAME = 63;

    private static final String DURATION = "10y";
    private static final Duration LEAST = Duration.ofSeconds(1);

    private AuthorityOrders() {}

    /** The order, or the field at fault. */
    static Parsed<AuthorityOrder> read(CertificateAuthority authority) {
        String name = authority.getMetadata().getName();
        CertificateAuthoritySpec spec = authority.getSpec();
        if (name.length() > LONGEST_NAME) {
            return Parsed.invalid(
                    "metadata.name",
                    "is longer than " + LONGEST_NAME + " characters; give the authority a shorter name");
        }
        return source(name, spec)
                .flatMap(source -> signing(spec.tokenSigning())
                        .in("tokenSigning")
                        .flatMap(signing -> service(spec)
                                .map(service -> new AuthorityOrder(
                                        name,
                                        source,
                                        signing,
                                        new AuthorityOrder.Reset(Optional.ofNullable(spec.reset()), spec.keepTrusted()),
                                        service))))
                .in("spec");
    }

    private static Parsed<AuthoritySource> source(String name, CertificateAuthoritySpec spec) {
        if (spec.imported() != null) {
            return Parsed.valid(new AuthoritySource.Imported(spec.imported().secretName()));
        }
        if (spec.intermediate() != null) {
            String parent = spec.intermediate().authorityRef().name();
            return parent.equals(name)
                    ? Parsed.invalid("intermediate.authorityRef.name", "names this authority itself; name another one")
                    : certificate(name, spec).map(certificate -> new AuthoritySource.Intermediate(certificate, parent));
        }
        return spec.selfSigned() == null
                ? Parsed.invalid(
                        "says nowhere that the key comes from; write one of selfSigned, imported, intermediate")
                : certificate(name, spec).map(AuthoritySource.SelfSigned::new);
    }

    private static Parsed<CertificateOrder> certificate(String name, CertificateAuthoritySpec spec) {
        String duration = spec.duration() == null ? DURATION : spec.duration();
        return name(name, spec.subject())
                .flatMap(subject -> algorithm(spec.key())
                        .flatMap(algorithm -> TimeSpan.parse(duration)
                                .in("duration")
                                .flatMap(span -> constraints(spec.nameConstraints())
                                        .map(constraints ->
                                                new CertificateOrder(subject, algorithm, span, constraints)))));
    }

    private static Parsed<AuthorityName> name(String name, @Nullable AuthoritySubject subject) {
        return parsed(
                "subject",
                subject == null
                        ? AuthorityName.parse(name, "")
                        : AuthorityName.parse(
                                subject.commonName(), subject.organization() == null ? "" : subject.organization()));
    }

    private static Parsed<KeyAlgorithm> algorithm(@Nullable AuthorityKey key) {
        return key == null
                ? Parsed.valid(KeyAlgorithm.ECDSA_P256)
                : parsed("key", KeyAlgorithm.parse(key.algorithm().name(), key.size() == null ? 0 : key.size()));
    }

    private static Parsed<NameConstraints> constraints(dev.signet.crds.authority.@Nullable NameConstraints names) {
        return names == null
                ? Parsed.valid(NameConstraints.none())
                : parsed(
                        "nameConstraints",
                        NameConstraints.parse(
                                new NameConstraints.Names(
                                        names.permittedDNSDomains(),
                                        names.permittedIPRanges(),
                                        names.permittedEmailAddresses(),
                                        names.permittedURIDomains()),
                                new NameConstraints.Names(
                                        names.excludedDNSDomains(),
                                        names.excludedIPRanges(),
                                        names.excludedEmailAddresses(),
                                        names.excludedURIDomains())));
    }

    private static Parsed<TokenSigningSpec> signing(TokenSigning signing) {
        return span(signing.rotateEvery())
                .in("rotateEvery")
                .flatMap(rotateEvery -> span(signing.publishAhead())
                        .in("publishAhead")
                        .flatMap(publishAhead -> span(signing.longestLifetime())
                                .in("longestLifetime")
                                .map(longest -> new TokenSigningSpec(
                                        SigningAlgorithm.valueOf(
                                                signing.algorithm().name()),
                                        rotateEvery,
                                        publishAhead,
                                        longest))));
    }

    /** None of the three may be zero. */
    private static Parsed<Duration> span(String text) {
        return TimeSpan.parse(text)
                .map(TimeSpan::approximate)
                .map(duration -> duration.compareTo(LEAST) < 0 ? LEAST : duration);
    }

    /** What it says of the tokens that it issued and issues. */
    public static Parsed<AuthorityOrder.Service> service(CertificateAuthoritySpec spec) {
        return TimeSpan.parse(spec.revocableThreshold())
                .in("revocableThreshold")
                .flatMap(threshold -> time(spec.rejectIssuedBefore())
                        .in("rejectIssuedBefore")
                        .map(rejects -> new AuthorityOrder.Service(
                                NamespaceSelectors.read(spec.allowedNamespaces()), threshold.approximate(), rejects)));
    }

    private static Parsed<Optional<Instant>> time(@Nullable String text) {
        if (text == null) {
            return Parsed.valid(Optional.empty());
        }
        try {
            return Parsed.valid(Optional.of(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            return Parsed.invalid("is no time; write RFC 3339, as 2026-11-22T10:00:00Z");
        }
    }

    private static <T> Parsed<T> parsed(String field, Outcome<T, String> outcome) {
        return outcome.refusal()
                .<Parsed<T>>map(message -> Parsed.invalid(field, message))
                .orElseGet(() -> Parsed.valid(outcome.orElseThrow()));
    }
}
