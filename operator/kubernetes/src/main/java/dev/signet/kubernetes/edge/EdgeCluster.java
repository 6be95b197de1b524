package dev.signet.kubernetes.edge;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.LiveState;
import dev.signet.kubernetes.agenttoken.LiveTokens;
import dev.signet.kubernetes.authority.SecretData;
import dev.signet.kubernetes.policy.MandatoryBounds;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster as a replica of the token service sees it: everything that it answers from, kept in memory. */
public final class EdgeCluster {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeCluster.class);

    private final Settings settings;
    private final TokenIndex tokens;
    private final EdgeWatches watches;
    private final EdgeState state;
    private volatile AuthorityIndex authorities = AuthorityIndex.EMPTY;
    private volatile Optional<EdgeKeyring> keyring = Optional.empty();

    /**
     * What it serves.
     *
     * @param home the operator's namespace
     * @param served the namespaces whose tokens it knows; empty: all
     * @param issuer who issues them
     * @param keyringAuthority the authority that certifies the keyring of the token service
     */
    public record Settings(String home, Set<String> served, Issuer issuer, String keyringAuthority) {
        public Settings {
            served = Set.copyOf(served);
        }
    }

    private EdgeCluster(KubernetesClient client, Settings settings) {
        this.settings = settings;
        LiveTokens reader = new LiveTokens(settings.issuer());
        this.tokens = new TokenIndex(reader::read);
        this.watches = EdgeWatches.of(client, settings.home(), settings.served(), tokens::store);
        this.state = new EdgeState(
                tokens,
                () -> authorities,
                id -> watches.revocations().get(null, id.text()).isPresent(),
                new TokenRestrictions(watches.restrictions()),
                new MandatoryBounds(watches.policies(), watches.namespaces()));
        watches.authorities().onChange(authority -> readKeys());
        watches.keyring().onChange(secret -> readKeys());
    }

    /** Prepares it; nothing is read yet. */
    public static EdgeCluster of(KubernetesClient client, Settings settings) {
        return new EdgeCluster(client, settings);
    }

    /** Starts to watch and waits for the first lists. */
    public void start(Duration timeout) {
        watches.start(timeout);
        readKeys();
    }

    public void stop() {
        watches.stop();
    }

    /** What is known now. */
    public LiveState state() {
        return state;
    }

    /** The keyring; empty while there is none that can be read. */
    public Optional<EdgeKeyring> keyring() {
        return keyring;
    }

    /** The key set for verifiers; empty while no key is known. */
    public Optional<byte[]> jwks() {
        AuthorityIndex now = authorities;
        return now.hasKeys() ? Optional.of(now.jwks()) : Optional.empty();
    }

    /** What is missing, in words; nothing where everything is known that there is. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>(watches.missing());
        if (!authorities.hasKeys()) {
            missing.add("a published signing key");
        }
        if (keyring.isEmpty()) {
            missing.add("Secret " + EdgeWatches.KEYRING);
        }
        return missing;
    }

    private synchronized void readKeys() {
        Optional<EdgeKeyring> read = watches.keyring()
                .get(settings.home(), EdgeWatches.KEYRING)
                .flatMap(secret -> {
                    var outcome = EdgeKeyring.parse(SecretData.of(secret));
                    outcome.refusal()
                            .ifPresent(fault -> LOG.warn("Secret {} cannot be read: {}", EdgeWatches.KEYRING, fault));
                    return outcome.toOptional();
                });
        tokens.refreshKeys(read.map(EdgeKeyring::refreshKeys).orElse(List.of()));
        authorities = AuthorityIndex.of(watches.authorities().all(), read, settings.keyringAuthority(), authorities);
        keyring = read;
    }

    /** The id of an installation, as some authority has it; empty while none does. */
    public static Optional<ServiceId> serviceId(KubernetesClient client) {
        return client.resources(CertificateAuthority.class).list().getItems().stream()
                .filter(authority -> authority.getStatus() != null)
                .flatMap(authority -> Optional.ofNullable(authority.getStatus().serviceID()).stream())
                .flatMap(text -> ServiceId.parse(text).stream())
                .findFirst();
    }
}
