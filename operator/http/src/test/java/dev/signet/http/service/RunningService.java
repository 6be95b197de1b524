package dev.signet.http.service;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.signet.domain.exchange.Exchange;
import dev.signet.domain.exchange.ExchangeRequest;
import dev.signet.domain.exchange.ServiceAccounts;
import dev.signet.domain.request.AmbiguousPaths;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.ProtectedHost;
import dev.signet.domain.request.ProtectedHosts;
import dev.signet.domain.request.TrustedProxies;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.FailureLimits;
import dev.signet.http.check.SignatureMemory;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.discovery.Metadata;
import dev.signet.http.discovery.PublicDocument;
import dev.signet.http.forwardauth.ForwardAuthEndpoint;
import dev.signet.http.inbound.Callers;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Listener;
import dev.signet.http.inbound.Profile;
import dev.signet.http.oauth.ExchangeGrant;
import dev.signet.http.oauth.IntrospectionEndpoint;
import dev.signet.http.oauth.Making;
import dev.signet.http.oauth.TokenEndpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The token service on loopback, put together as the role does it, with a listener for each profile and two for TLS. It protects
 * {@code app.example} for tokens of {@code ci} and {@code web} meant for {@code app}, and takes ambiguous paths at {@code
 * open.example}.
 */
final class RunningService implements AutoCloseable {

    static final int MOST_BODY = 4096;
    static final int MOST_URI = 1024;
    static final int MOST_HEADERS = 4096;

    private static final String TLS = "tls";
    private static final String TLS_PROXY = "tls-proxy";

    final Installation installation = new Installation();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final AtomicLong nanoseconds = new AtomicLong();
    /** How many tokens the API server was had to look at. */
    final AtomicInteger reviews = new AtomicInteger();

    volatile boolean stale;
    private final TokenService service;

    /** What a test may want otherwise. */
    static final class Options {
        private int failures;
        private TokenCheck.Parking parking = new TokenCheck.Parking(1000, 100);
        private int connections = 1000;
        private Duration idle = Duration.ofMinutes(10);
        private final Map<String, Endpoint> endpoints = new HashMap<>();

        /** After so many failures an address is held off. */
        Options failures(int most) {
            failures = most;
            return this;
        }

        Options parking(long milliseconds, int most) {
            parking = new TokenCheck.Parking(milliseconds, most);
            return this;
        }

        Options connections(int most) {
            connections = most;
            return this;
        }

        Options idle(Duration most) {
            idle = most;
            return this;
        }

        Options endpoint(String path, Endpoint endpoint) {
            endpoints.put(path, endpoint);
            return this;
        }

        RunningService start() {
            return new RunningService(this);
        }
    }

    static Options options() {
        return new Options();
    }

    private RunningService(Options options) {
        Vertx vertx = Vertx.vertx();
        Decisions decisions = new Decisions(metrics);
        TokenCheck check = new TokenCheck(
                vertx,
                new Verifier(
                        installation,
                        new SignatureMemory(Ticker.systemTicker()),
                        new Verifier.Settings(Installation.ISSUER, Duration.ofSeconds(30), Duration.ofMinutes(2))),
                new FailureLimits(options.failures, nanoseconds::get),
                options.parking,
                () -> stale,
                Clock.systemUTC());
        Map<String, Endpoint> endpoints = new HashMap<>(options.endpoints);
        endpoints.put(
                Metadata.KEYS,
                new PublicDocument("application/jwk-set+json", 300, () -> Optional.of(Installation.jwks())));
        endpoints.put("/not-yet", new PublicDocument("text/plain", 300, Optional::empty));
        endpoints.put(
                "/oauth2/introspect",
                new IntrospectionEndpoint(
                        new Callers(Installation.OWN, check, decisions),
                        check,
                        decisions,
                        new IntrospectionEndpoint.Settings(Installation.ISSUER, MOST_BODY)));
        endpoints.put(
                "/oauth2/token", new TokenEndpoint(Map.of(ExchangeGrant.TYPE, exchange(check, decisions)), MOST_BODY));
        this.service = TokenService.start(
                vertx,
                new TokenService.Settings(
                        "127.0.0.1",
                        listeners(),
                        Optional.of(ServingCertificate.FIRST.options()),
                        new TokenService.Limits(MOST_HEADERS, MOST_URI, options.connections, options.idle),
                        System::nanoTime),
                endpoints,
                new ForwardAuthEndpoint(hosts(), Installation.OWN, check, decisions));
    }

    /** Without keys and ServiceAccounts, so that it only ever refuses. */
    private ExchangeGrant exchange(TokenCheck check, Decisions decisions) {
        Making making = new Making(
                () -> new Exchange(Installation.ISSUER, new ServiceId("signet-" + "a".repeat(26)), 1),
                Optional::empty,
                Installation.RANDOM,
                Clock.systemUTC());
        ServiceAccounts none = new ServiceAccounts() {
            @Override
            public CompletionStage<Review> review(SecretValue token) {
                reviews.incrementAndGet();
                return CompletableFuture.completedFuture(new Review.Unknown());
            }

            @Override
            public Parsed<Duration> permit(ServiceAccount account, ExchangeRequest request) {
                return Parsed.invalid("there are none");
            }
        };
        return new ExchangeGrant(making, none, check, decisions);
    }

    private static List<Listener> listeners() {
        TrustedProxies proxies = Installation.valid(TrustedProxies.parse(List.of("127.0.0.0/8")));
        return Stream.concat(
                        Stream.of(Profile.values())
                                .map(profile -> new Listener(
                                        profile.name(),
                                        0,
                                        profile,
                                        profile == Profile.Direct ? TrustedProxies.NONE : proxies,
                                        false)),
                        Stream.of(
                                new Listener(TLS, 0, Profile.Direct, TrustedProxies.NONE, true),
                                new Listener(TLS_PROXY, 0, Profile.Forwarded, proxies, true)))
                .toList();
    }

    private static ProtectedHosts hosts() {
        return Installation.valid(ProtectedHosts.of(List.of(
                host("app.example", AmbiguousPaths.Refuse), host("open.example", AmbiguousPaths.AllowUnrestricted))));
    }

    private static ProtectedHost host(String name, AmbiguousPaths ambiguous) {
        return new ProtectedHost(
                Installation.valid(ProtectedHost.host(name)),
                "app",
                Set.of("ci", "web"),
                PathCase.Sensitive,
                ambiguous);
    }

    int port(Profile profile) {
        return service.port(profile.name());
    }

    /** For clients, over TLS. */
    int tlsPort() {
        return service.port(TLS);
    }

    /** For a proxy of the profile {@code Forwarded}, over TLS. */
    int tlsProxyPort() {
        return service.port(TLS_PROXY);
    }

    TokenService service() {
        return service;
    }

    /** How often something was decided at an endpoint. */
    double decisions(String endpoint, String code) {
        return Optional.ofNullable(metrics.find("signet.edge.decisions")
                        .tag("endpoint", endpoint)
                        .tag("code", code)
                        .counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    @Override
    public void close() {
        service.close();
    }
}
