package dev.signet.app;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.signet.app.config.Configuration;
import dev.signet.app.config.EdgeConfiguration;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.FailureLimits;
import dev.signet.http.check.SignatureMemory;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.forwardauth.ForwardAuthEndpoint;
import dev.signet.http.service.TokenService;
import dev.signet.kubernetes.authority.Identity;
import dev.signet.kubernetes.edge.EdgeCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token service: watches first, then listeners, so that it never answers without knowing what there is. */
final class EdgeRole implements Role {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeRole.class);
    private static final Duration SYNC_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration PARKABLE = Duration.ofMinutes(2);

    private final Configuration configuration;
    private final KubernetesClient client;
    private final MeterRegistry metrics;
    private final Clock clock = Clock.systemUTC();
    private volatile Optional<EdgeCluster> cluster = Optional.empty();
    private volatile Optional<ServingFiles> files = Optional.empty();
    private volatile Optional<TokenService> service = Optional.empty();
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    EdgeRole(Configuration configuration, KubernetesClient client, MeterRegistry metrics) {
        this.configuration = configuration;
        this.client = client;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        Issuer issuer = new Issuer(configuration.issuerUrl(), established());
        EdgeCluster watched = EdgeCluster.of(
                client,
                new EdgeCluster.Settings(
                        configuration.installation().namespace(),
                        configuration.watchNamespaces(),
                        issuer,
                        Controllers.AUTHORITY,
                        configuration.edge().heartbeat().interval(),
                        NativeSignatures.find()),
                UUID.randomUUID().toString(),
                clock);
        cluster = Optional.of(watched);
        watched.start(SYNC_TIMEOUT);
        files = EdgeListeners.files(configuration.edge());
        TokenService serving = serve(watched, issuer);
        service = Optional.of(serving);
        files.ifPresent(each -> each.watch(serving::serve));
        configuration
                .edge()
                .listeners()
                .forEach(listener -> LOG.info(
                        "listener {} ({}) at port {}",
                        listener.name(),
                        listener.profile(),
                        service.orElseThrow().port(listener.name())));
    }

    /** The id of the installation, which the controller makes. */
    private ServiceId established() {
        LOG.info("waits for a CertificateAuthority whose status has the id of this installation");
        CompletableFuture<List<CertificateAuthority>> made = client.resources(CertificateAuthority.class)
                .informOnCondition(all -> Identity.recorded(all).isPresent());
        var unused = stopped.whenComplete((asked, fault) -> made.cancel(true));
        try {
            return Identity.recorded(made.join()).orElseThrow();
        } catch (CancellationException e) {
            throw new IllegalStateException(
                    "asked to stop before the controller had made the id of this installation", e);
        } finally {
            made.cancel(true); // ends its watch
        }
    }

    private TokenService serve(EdgeCluster watched, Issuer issuer) {
        EdgeConfiguration edge = configuration.edge();
        Gauge.builder("signet.edge.watch.age.seconds", () -> watched.age().toMillis() / 1000.0)
                .description("for how long the replica has not been sure to know everything")
                .register(metrics);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                .setWorkerPoolSize(4));
        Decisions decisions = new Decisions(metrics);
        SignatureMemory signatures = new SignatureMemory(Ticker.systemTicker());
        watched.onReset(signatures::clear);
        Verifier verifier =
                new Verifier(watched.state(), signatures, new Verifier.Settings(issuer.url(), edge.leeway(), PARKABLE));
        TokenCheck check = new TokenCheck(
                vertx,
                verifier,
                new FailureLimits(edge.limits().failuresPerMinute(), Ticker.systemTicker()),
                new TokenCheck.Parking(
                        edge.parking().timeout().toMillis(), edge.parking().most()),
                () -> edge.maxStaleness()
                        .filter(longest -> watched.age().compareTo(longest) > 0)
                        .isPresent(),
                clock);
        return TokenService.start(
                vertx,
                EdgeListeners.settings(edge, files),
                new EdgeEndpoints(watched, issuer, edge, clock).all(verifier, check, decisions),
                new ForwardAuthEndpoint(
                        EdgeListeners.protectedHosts(edge), issuer.serviceId().text(), check, decisions));
    }

    @Override
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        cluster.ifPresentOrElse(
                each -> missing.addAll(each.missing()), () -> missing.add("the id of the installation"));
        if (service.isEmpty()) {
            missing.add("listeners");
            cluster.ifPresent(each -> missing.addAll(each.interrupted()));
        } else {
            missing.addAll(freshness().missing());
        }
        return missing;
    }

    @Override
    public List<String> remarks() {
        return service.isEmpty() ? List.of() : freshness().remarks();
    }

    private Freshness freshness() {
        EdgeCluster watched = cluster.orElseThrow();
        EdgeConfiguration.Heartbeat heartbeat = configuration.edge().heartbeat();
        return new Freshness(watched.age(), watched.interrupted(), heartbeat.interval(), heartbeat.unreadyAfter());
    }

    @Override
    public void close() {
        stopped.complete(true);
        files.ifPresent(ServingFiles::close);
        service.ifPresent(each -> RoleProcess.stop("requests", () -> each.drain(DRAIN)));
        service.ifPresent(each -> RoleProcess.stop("token service", each::close));
        cluster.ifPresent(each -> RoleProcess.stop("watches of the token service", each::stop));
    }
}
