package dev.signet.kubernetes.edge;

import dev.signet.domain.exchange.ServiceAccounts;
import dev.signet.domain.ledger.TokenLedger;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.LiveState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.kubernetes.agenttoken.LiveTokens;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.authority.SecretData;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.policy.MandatoryBounds;
import dev.signet.kubernetes.policy.NamespacePolicies;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster as a replica of the token service sees it: everything that it answers from, and what it has written. */
public final class EdgeCluster {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeCluster.class);
    private static final int WRITERS = 16;

    private final Settings settings;
    private final TokenIndex tokens;
    private final EdgeWatches watches;
    private final EdgeState state;
    private final NamespacePolicies policies;
    private final Heartbeat heartbeat;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS, task -> {
        Thread thread = new Thread(task, "edge-writer");
        thread.setDaemon(true);
        return thread;
    });
    private final EdgeLedger ledger;
    private final ClusterServiceAccounts accounts;
    private final List<Runnable> resetListeners = new CopyOnWriteArrayList<>();
    private volatile AuthorityIndex authorities = AuthorityIndex.EMPTY;
    private volatile Optional<EdgeKeyring> keyring = Optional.empty();

    /**
     * What it serves.
     *
     * @param home the operator's namespace
     * @param served the namespaces whose tokens it knows; empty: all
     * @param issuer who issues them
     * @param keyringAuthority the authority that certifies the keyring of the token service
     * @param heartbeat how often the age of the watches is measured
     * @param es256 who verifies ES256 in BouncyCastle's place
     */
    public record Settings(
            String home,
            Set<String> served,
            Issuer issuer,
            String keyringAuthority,
            Duration heartbeat,
            Optional<Provider> es256) {
        public Settings {
            served = Set.copyOf(served);
        }
    }

    private EdgeCluster(KubernetesClient client, Settings settings, String instance, Clock clock) {
        this.settings = settings;
        LiveTokens reader = new LiveTokens(settings.issuer());
        this.tokens = new TokenIndex(reader::read);
        this.watches = EdgeWatches.of(client, settings.home(), settings.served(), tokens::store);
        this.policies = new NamespacePolicies(
                settings.home(), watches.policies(), watches.namespaces(), watches.activeSubjects(), Optional::empty);
        this.state = new EdgeState(
                tokens,
                () -> authorities,
                id -> watches.revocations().get(null, id.text()).isPresent(),
                new TokenRestrictions(watches.restrictions()),
                new MandatoryBounds(watches.policies(), watches.namespaces()));
        KubernetesClient impatient = ImpatientClient.of(client, ImpatientClient.PATIENCE);
        Applier applier = new Applier(impatient);
        this.heartbeat = new Heartbeat(watches, applier, settings.home(), settings.heartbeat(), clock);
        this.ledger = new EdgeLedger(applier, reader, new Warnings(impatient, instance, clock), writers, clock);
        this.accounts = new ClusterServiceAccounts(
                impatient,
                policies,
                List.of(settings.issuer().url(), settings.issuer().serviceId().text()),
                settings.served(),
                writers);
        watches.authorities().onChange(authority -> readKeys());
        watches.keyring().onChange(secret -> readKeys());
    }

    /**
     * Prepares it; nothing is read yet.
     *
     * @param instance this process, as Events name it
     */
    public static EdgeCluster of(KubernetesClient client, Settings settings, String instance, Clock clock) {
        return new EdgeCluster(client, settings, instance, clock);
    }

    /** Has a listener told whenever an authority was reset: what its keys have proven is worth nothing any more. */
    public void onReset(Runnable listener) {
        resetListeners.add(listener);
    }

    /** Starts to watch and waits for the first lists. */
    public void start(Duration timeout) {
        watches.start(timeout);
        readKeys();
        heartbeat.start();
    }

    public void stop() {
        heartbeat.close();
        watches.stop();
        writers.shutdown();
    }

    /** What is known now. */
    public LiveState state() {
        return state;
    }

    /** What is written. */
    public TokenLedger ledger() {
        return ledger;
    }

    /** The ServiceAccounts. */
    public ServiceAccounts accounts() {
        return accounts;
    }

    /** Whether the subject of a token may go on refreshing it, where a policy demands active users. */
    public boolean isActive(LiveToken token) {
        return policies.isActive(
                token.object().namespace(), token.grant().kind(), token.grant().username());
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

    /** The root certificate of an authority; empty while it has none. */
    public Optional<X509Certificate> root(String authority) {
        return authorities.root(authority);
    }

    /** What is known is at most so old: since then news came to every watch. */
    public Duration age() {
        return heartbeat.age();
    }

    /** The watches that do not stand, in words: of what they show, answers come from memory. */
    public List<String> interrupted() {
        return watches.interrupted();
    }

    /** What is missing to sign and to verify, in words; nothing where it is there. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
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
        AuthorityIndex former = authorities;
        authorities = AuthorityIndex.of(
                watches.authorities().all(), read, settings.keyringAuthority(), settings.es256(), former);
        keyring = read;
        if (authorities.isResetSince(former)) {
            resetListeners.forEach(Runnable::run);
        }
    }
}
