package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.Labels;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The controller of CertificateAuthorities, wired. */
public final class CertificateAuthorityController implements AutoCloseable {

    private final CertificateAuthorityReconciler reconciler;
    private final AuthoritySources sources;
    private final AuthorityKeys keys;
    private final Watched<CertificateAuthority> authorities;
    private final Watched<Secret> secrets;
    private final ImportedSecrets imported;
    private final KeyWorkshop workshop;

    private CertificateAuthorityController(
            CertificateAuthorityReconciler reconciler,
            AuthoritySources sources,
            AuthorityKeys keys,
            Watched<CertificateAuthority> authorities,
            Watched<Secret> secrets,
            ImportedSecrets imported,
            KeyWorkshop workshop) {
        this.reconciler = reconciler;
        this.sources = sources;
        this.keys = keys;
        this.authorities = authorities;
        this.secrets = secrets;
        this.imported = imported;
        this.workshop = workshop;
    }

    /**
     * What the operator's configuration says of it.
     *
     * @param namespace the operator's, where all keys stand
     * @param edge what the token service needs of which authority
     * @param syncTimeout how long a first list may take
     */
    public record Settings(String namespace, EdgeService edge, Duration syncTimeout) {}

    /**
     * What it shares with other controllers.
     *
     * @param issuer who issues tokens here
     */
    public record Shared(KubernetesClient client, Issuer issuer, Warnings warnings) {}

    /** Wires it. Nothing is read or started yet. */
    public static CertificateAuthorityController create(
            Settings settings, Shared shared, SecureRandom random, Clock clock) {
        KubernetesClient client = shared.client();
        Watched<CertificateAuthority> authorities =
                Watched.of(client.resources(CertificateAuthority.class), UnaryOperator.identity());
        Watched<Secret> watched = Watched.of(
                client.secrets()
                        .inNamespace(settings.namespace())
                        .withLabelIn(
                                Labels.KIND,
                                Labels.CERTIFICATE_AUTHORITY,
                                Labels.EDGE_KEYRING,
                                Labels.EDGE_CERTIFICATE),
                CertificateAuthorityController::trim);
        Applier applier = new Applier(client);
        AuthoritySecrets secrets = new AuthoritySecrets(client, applier, settings.namespace());
        Epochs epochs =
                new Epochs(applier, settings.namespace(), shared.issuer().serviceId());
        AuthoritySources sources = new AuthoritySources(authorities, watched);
        ImportedSecrets imported =
                new ImportedSecrets(client, settings.namespace(), sources::wakeImporting, settings.syncTimeout());
        KeyWorkshop workshop = new KeyWorkshop();
        AuthorityEffects effects = new AuthorityEffects(
                secrets,
                new AuthorityStatusWriter(applier, sources::written),
                epochs,
                shared.warnings(),
                workshop,
                sources::wake,
                shared.issuer().serviceId(),
                random);
        return new CertificateAuthorityController(
                new CertificateAuthorityReconciler(
                        sources,
                        new AuthorityGatherer(
                                secrets, epochs, name -> authorities.get(null, name), settings.edge(), clock),
                        imported,
                        effects),
                sources,
                new AuthorityKeys(authorities, watched, secrets, settings.namespace(), shared.issuer()),
                authorities,
                watched,
                imported,
                workshop);
    }

    /** The keys of authorities and of the serving certificate are read when they are used, and not kept. */
    private static Secret trim(Secret secret) {
        String name = secret.getMetadata().getName();
        if (name.endsWith("-ca") || name.equals(AuthorityGatherer.SERVING)) {
            secret.setData(Map.of());
        }
        return secret;
    }

    /** What reconciles, to be registered with an operator. */
    public CertificateAuthorityReconciler reconciler() {
        return reconciler;
    }

    /** What signs tokens, and tells who asks for it when that changes. */
    public AuthorityKeys keys() {
        return keys;
    }

    /** Has every authority looked at again. */
    public void wakeAll() {
        sources.wakeAll();
    }

    /** Starts the watches and does not wait. */
    public void begin() {
        authorities.begin();
        secrets.begin();
    }

    /** Starts the watches, where they were not begun, and waits for their first lists; before the operator starts. */
    public void start(Duration timeout) {
        authorities.start(timeout);
        secrets.start(timeout);
    }

    /** Whether its watches stand. */
    public boolean inSync() {
        return authorities.inSync() && secrets.inSync();
    }

    @Override
    public void close() {
        authorities.stop();
        secrets.stop();
        imported.close();
        workshop.close();
    }
}
