package dev.signet.kubernetes.authority;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityOrder;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.StoredSigningKey;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.token.IssuingAuthority;
import dev.signet.domain.token.TokenMint;
import dev.signet.kubernetes.Conditions;
import dev.signet.kubernetes.Labels;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign tokens, as the watches have them. Only a key whose row in status says Active signs, so that all agree
 * on which one that is. What is read once stays until the authority or a Secret changes: keys are not parsed for each token.
 */
public final class AuthorityKeys implements SigningAuthorities {

    private final Watched<CertificateAuthority> authorities;
    private final Watched<Secret> watchedSecrets;
    private final AuthoritySecrets secrets;
    private final String namespace;
    private final Issuer issuer;

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Versioned<Served>> served = new ConcurrentHashMap<>();
    private final Map<String, Versioned<Optional<JwtSigner>>> signers = new ConcurrentHashMap<>();
    private final Map<String, Versioned<List<RefreshKey>>> refreshKeys = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** Something that was read, and from which versions of the objects that it depends on. */
    private record Versioned<T>(String version, T value) {}

    /** An authority, read. */
    private record Served(Optional<AuthorityOrder.Service> service, Signing signing) {}

    AuthorityKeys(
            Watched<CertificateAuthority> authorities,
            Watched<Secret> watchedSecrets,
            AuthoritySecrets secrets,
            String namespace,
            Issuer issuer) {
        this.authorities = authorities;
        this.watchedSecrets = watchedSecrets;
        this.secrets = secrets;
        this.namespace = namespace;
        this.issuer = issuer;
        authorities.onChange(this::authorityChanged);
        watchedSecrets.onChange(this::secretChanged);
    }

    /**
     * Has a listener told of each authority for which {@link #find} may answer otherwise than before: another epoch, active
     * key, {@code rejectIssuedBefore} or set of namespaces, or it came to be ready, ceased to be, or is gone.
     */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public Signing find(String name, Map<String, String> namespaceLabels) {
        Optional<CertificateAuthority> found = authorities.get(null, name);
        if (found.isEmpty()) {
            return Signing.Unable.because(
                    new Refusal(
                            FailureCode.AuthorityNotFound,
                            "there is no CertificateAuthority " + name
                                    + "; create it, or name another one in spec.authorityRef"),
                    0);
        }
        Served read = served(found.get());
        boolean allowed = read.service()
                .filter(service -> !service.namespaces().matches(namespaceLabels))
                .isEmpty();
        return allowed
                ? read.signing()
                : Signing.Unable.because(
                        new Refusal(
                                FailureCode.AuthorityNotAllowed,
                                "the CertificateAuthority " + name
                                        + " does not serve this namespace (allowedNamespaces); name"
                                        + " another one in spec.authorityRef, or have the namespace labelled"),
                        epoch(found.get()));
    }

    /** How many private keys it holds, for tests: whoever is served holds one of these. */
    long signersKept() {
        return Stream.concat(
                        signers.values().stream().flatMap(known -> known.value().stream()),
                        served.values().stream()
                                .map(known -> known.value().signing())
                                .filter(Signing.Able.class::isInstance)
                                .map(able -> ((Signing.Able) able).mint().signer()))
                .distinct()
                .count();
    }

    private Served served(CertificateAuthority authority) {
        Optional<Secret> active = activeKid(authority)
                .flatMap(kid ->
                        watched(SigningSecret.name(authority.getMetadata().getName(), kid)));
        Optional<Secret> keyring = watched(AuthorityGatherer.KEYRING);
        String version = version(authority) + " " + version(active) + " " + version(keyring);
        return cached(served, authority, version, () -> read(authority, active, keyring));
    }

    private Served read(CertificateAuthority authority, Optional<Secret> watched, Optional<Secret> keyring) {
        Optional<AuthorityOrder> order = AuthorityOrders.read(authority).toOptional();
        Optional<AuthorityOrder.Service> service = order.map(AuthorityOrder::service);
        Optional<Kid> kid = activeKid(authority);
        CertificateAuthorityStatus status = authority.getStatus();
        if (order.isEmpty() || kid.isEmpty() || status == null) {
            return new Served(service, notReady(authority));
        }
        // Where the watch of authorities is ahead of that of Secrets, the Secret is there all the same.
        Optional<JwtSigner> signer = watched.or(() ->
                        secrets.read(SigningSecret.name(authority.getMetadata().getName(), kid.get())))
                .flatMap(secret -> cached(signers, secret, version(secret), () -> signer(secret, kid.get())));
        List<RefreshKey> refreshing = keyring.map(this::refreshKeys).orElse(List.of());
        return new Served(
                service,
                signer.<Signing>map(able -> new Signing.Able(
                                new IssuingAuthority.Able(
                                        status.epoch(),
                                        order.get().service().rejectsBefore(),
                                        able.key().latestExpiry(),
                                        order.get().tokenSigning().longestLifetime(),
                                        !refreshing.isEmpty()),
                                new TokenMint(
                                        issuer,
                                        able,
                                        refreshing,
                                        status.epoch(),
                                        order.get().service().revocableThreshold())))
                        .orElseGet(() -> notReady(authority)));
    }

    private static Optional<JwtSigner> signer(Secret secret, Kid kid) {
        return SigningSecret.read(secret, kid)
                .flatMap(StoredSigningKey::signingKey)
                .map(JwtSigner::new);
    }

    /** The keys that refresh tokens are derived from, the active one first; none where the keyring cannot be read. */
    private List<RefreshKey> refreshKeys(Secret keyring) {
        return cached(
                refreshKeys,
                keyring,
                version(keyring),
                () -> EdgeKeyring.parse(SecretData.of(keyring))
                        .toOptional()
                        .map(AuthorityKeys::activeFirst)
                        .orElse(List.of()));
    }

    private static List<RefreshKey> activeFirst(EdgeKeyring keyring) {
        int active = keyring.activeHmac().number();
        return keyring.refreshKeys().stream()
                .sorted(Comparator.comparing(key -> key.number() != active))
                .toList();
    }

    private static Signing notReady(CertificateAuthority authority) {
        CertificateAuthorityStatus status = authority.getStatus();
        String why = (status == null
                        ? Optional.<Condition>empty()
                        : Conditions.find(status.conditions(), Conditions.READY))
                .filter(ready -> ready.status() == ConditionStatus.False)
                .map(ready -> ": " + ready.message())
                .orElse(" yet: its signing key is not there");
        return Signing.Unable.because(
                new Refusal(
                        FailureCode.AuthorityNotReady,
                        "the CertificateAuthority " + authority.getMetadata().getName() + " cannot sign" + why),
                epoch(authority));
    }

    private static long epoch(CertificateAuthority authority) {
        return authority.getStatus() == null ? 0 : authority.getStatus().epoch();
    }

    private Optional<Secret> watched(String name) {
        return watchedSecrets.get(namespace, name);
    }

    private static Optional<Kid> activeKid(CertificateAuthority authority) {
        return authority.getStatus() == null
                ? Optional.empty()
                : authority.getStatus().signingKeys().stream()
                        .filter(row -> row.state() == SigningKeyState.Active)
                        .findFirst()
                        .flatMap(row -> Kid.parse(row.kid()));
    }

    private void authorityChanged(CertificateAuthority authority) {
        served.remove(authority.getMetadata().getUid());
        compare(authority.getMetadata().getName());
    }

    /** What was read from it goes at once, not when somebody next asks: a key taken from its Secret shall be nowhere else. */
    private void secretChanged(Secret secret) {
        Optional<Secret> now = watched(secret.getMetadata().getName());
        forget(signers, secret, now);
        forget(refreshKeys, secret, now);
        Map<String, String> labels = secret.getMetadata().getLabels();
        if (labels != null && labels.get(Labels.AUTHORITY) != null) {
            String authority = labels.get(Labels.AUTHORITY);
            authorities
                    .get(null, authority)
                    .ifPresent(found -> served.remove(found.getMetadata().getUid()));
            compare(authority);
        }
    }

    private static <T> void forget(Map<String, Versioned<T>> cache, Secret secret, Optional<Secret> now) {
        cache.computeIfPresent(
                secret.getMetadata().getUid(), (uid, known) -> known.version().equals(version(now)) ? known : null);
    }

    /** Tells, where what matters of an authority is not what was told last. */
    private void compare(String name) {
        Optional<CertificateAuthority> authority = authorities.get(null, name);
        String matters = authority.map(this::matters).orElse("");
        @Nullable String before = told.put(name, matters);
        if (before == null ? !matters.isEmpty() : !before.equals(matters)) {
            listeners.forEach(listener -> listener.accept(name));
        }
    }

    private String matters(CertificateAuthority authority) {
        CertificateAuthorityStatus status = authority.getStatus();
        Optional<Kid> active = activeKid(authority);
        return String.join(
                " ",
                authority.getMetadata().getUid(),
                String.valueOf(authority.getSpec().rejectIssuedBefore()),
                String.valueOf(authority.getSpec().allowedNamespaces()),
                status == null ? "" : status.epoch() + " " + Conditions.isTrue(status.conditions(), Conditions.READY),
                active.map(Kid::value).orElse(""),
                version(active.flatMap(kid ->
                        watched(SigningSecret.name(authority.getMetadata().getName(), kid)))));
    }

    private static <T> T cached(
            Map<String, Versioned<T>> cache, HasMetadata object, String version, Supplier<T> reading) {
        Versioned<T> read = cache.compute(
                object.getMetadata().getUid(),
                (uid, known) -> known != null && known.version().equals(version)
                        ? known
                        : new Versioned<>(version, reading.get()));
        return read.value();
    }

    private static String version(Optional<? extends HasMetadata> object) {
        return object.map(AuthorityKeys::version).orElse("-");
    }

    private static String version(HasMetadata object) {
        @Nullable String version = object.getMetadata().getResourceVersion();
        return version == null ? "-" : version;
    }
}
