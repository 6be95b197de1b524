package dev.signet.app;

import dev.signet.app.config.Configuration;
import dev.signet.domain.ca.ServingNames;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.admission.AdmissionCheck;
import dev.signet.kubernetes.admission.AdmissionPolicies;
import dev.signet.kubernetes.agenttoken.AgentTokenController;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.authority.CertificateAuthorityController;
import dev.signet.kubernetes.authority.EdgeService;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.policy.NamespacePolicies;
import dev.signet.kubernetes.policy.TokenPolicyReconciler;
import dev.signet.kubernetes.restriction.TokenRestrictionReconciler;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import dev.signet.kubernetes.revocation.TokenRevocationReconciler;
import dev.signet.kubernetes.spec.SpecReport;
import dev.signet.kubernetes.watch.ClockSteps;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** The controllers and what wakes which of them. */
final class Controllers {

    /** The authority that is made where there is none, and that keeps the keyring and the serving certificate of the token service. */
    static final String AUTHORITY = "signet";

    /** The Service of the token service. */
    private static final String EDGE_SERVICE = "signet-edge";

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(2);
    private static final long PAGE = 500;

    private final Configuration configuration;
    private final CertificateAuthorityController authorities;
    private final AgentTokenController tokens;
    private final SpecReconcilers specs;
    private final ClockSteps clockSteps;

    private Controllers(
            Configuration configuration,
            CertificateAuthorityController authorities,
            AgentTokenController tokens,
            SpecReconcilers specs,
            Duration clockLook,
            Clock clock) {
        this.configuration = configuration;
        this.authorities = authorities;
        this.tokens = tokens;
        this.specs = specs;
        this.clockSteps = new ClockSteps(clock, System::nanoTime, clockLook, () -> {
            authorities.wakeAll();
            tokens.wakeAll();
            specs.revocations().wakeAll();
        });
    }

    /** Those that say only whether an object is in force. */
    private record SpecReconcilers(
            TokenPolicyReconciler policies,
            TokenRestrictionReconciler restrictions,
            TokenRevocationReconciler revocations) {}

    /** What all of them share. */
    record Shared(
            KubernetesClient client, ClusterWatches watches, Issuer issuer, String instance, MeterRegistry metrics) {}

    /**
     * How long things take.
     *
     * @param sync how long a first list may
     * @param clockLook how often to look whether the clock was set
     */
    record Timing(Duration sync, Duration clockLook) {}

    /** Wires them. Nothing is read or started yet. */
    static Controllers create(
            Configuration configuration, Timing timing, Shared shared, SecureRandom random, Clock clock) {
        Warnings warnings = new Warnings(shared.client(), shared.instance(), clock);
        CertificateAuthorityController authorities = CertificateAuthorityController.create(
                new CertificateAuthorityController.Settings(
                        configuration.installation().namespace(), edge(configuration), timing.sync()),
                new CertificateAuthorityController.Shared(shared.client(), shared.issuer(), warnings),
                random,
                clock);
        NamespacePolicies policies = policies(configuration.installation(), shared.watches());
        TokenRestrictions restrictions = new TokenRestrictions(shared.watches().restrictions());
        Applier applier = new Applier(shared.client());
        SpecReport report = new SpecReport(applier, warnings, clock);
        AgentTokenController tokens = AgentTokenController.create(
                new AgentTokenController.Settings(
                        configuration.watchNamespaces(), configuration.minimumRenewedTtl(), timing.sync()),
                new AgentTokenController.Shared(
                        shared.client(),
                        policies,
                        restrictions,
                        authorities.keys(),
                        shared.issuer(),
                        warnings,
                        shared.metrics()),
                random,
                clock);
        Controllers controllers = new Controllers(
                configuration,
                authorities,
                tokens,
                new SpecReconcilers(
                        new TokenPolicyReconciler(policies, report),
                        new TokenRestrictionReconciler(restrictions, report),
                        new TokenRevocationReconciler(
                                applier, report, configuration.edge().leeway(), clock)),
                timing.clockLook(),
                clock);
        controllers.wakeOnChanges(shared.watches(), policies);
        return controllers;
    }

    private static EdgeService edge(Configuration configuration) {
        return new EdgeService(
                AUTHORITY,
                ServingNames.of(
                        EDGE_SERVICE,
                        configuration.installation().namespace(),
                        configuration.issuerUrl(),
                        configuration.edge().tls().dnsNames()));
    }

    private static NamespacePolicies policies(Configuration.Installation installation, ClusterWatches watches) {
        AdmissionCheck admission = new AdmissionCheck(
                AdmissionPolicies.of(installation.namespace(), installation.controllerUser(), installation.edgeUser()),
                watches.admissionPolicies(),
                watches.admissionBindings());
        return new NamespacePolicies(
                installation.namespace(),
                watches.policies(),
                watches.namespaces(),
                watches.activeSubjects(),
                admission);
    }

    private void wakeOnChanges(ClusterWatches watches, NamespacePolicies policies) {
        watches.policies().onSpecChange(policy -> tokens.wakeNamespaces(policies.selected(policy)));
        watches.restrictions()
                .onSpecChange(restriction -> tokens.wakeRestricted(
                        restriction.getMetadata().getNamespace(),
                        restriction.getMetadata().getName()));
        watches.activeSubjects().onChange(subjects -> tokens.wakeUsers());
        watches.admissionPolicies().onChange(policy -> tokens.wakeAll());
        watches.admissionBindings().onChange(binding -> tokens.wakeAll());
        watches.namespaces()
                .onChange(namespace ->
                        tokens.wakeNamespaces(Set.of(namespace.getMetadata().getName())));
        authorities.keys().onChange(tokens::wakeNaming);
    }

    /** Has an operator run them. */
    void register(Operator operator) {
        operator.register(authorities.reconciler(), Controllers::configure);
        operator.register(specs.policies(), Controllers::configure);
        operator.register(specs.revocations(), Controllers::configure);
        operator.register(specs.restrictions(), settings -> configure(settings).settingNamespaces(watched()));
        operator.register(
                tokens.reconciler(),
                settings -> configure(settings)
                        .settingNamespaces(watched())
                        .withItemStore(new TransformingItemStore<>(AgentTokenController::trim)));
    }

    /** What holds for every controller. */
    private static <T extends HasMetadata> ControllerConfigurationOverrider<T> configure(
            ControllerConfigurationOverrider<T> settings) {
        GenericRetry retry = new GenericRetry()
                .setInitialInterval(FIRST_RETRY.toMillis())
                .setIntervalMultiplier(2)
                .setMaxInterval(LAST_RETRY.toMillis())
                .withoutMaxAttempts();
        return settings.withGenerationAware(false).withInformerListLimit(PAGE).withRetry(retry);
    }

    private Set<String> watched() {
        return configuration.watchNamespaces().isEmpty()
                ? Set.of(Constants.WATCH_ALL_NAMESPACES)
                : configuration.watchNamespaces();
    }

    /** Starts their watches and does not wait. */
    void begin() {
        tokens.begin();
        authorities.begin();
    }

    /** Waits for the first lists of those watches that the operator does not wait for; before it starts. */
    void start(Duration timeout) {
        authorities.start(timeout);
        clockSteps.start();
    }

    /** Whether their own watches stand. */
    boolean inSync() {
        return authorities.inSync();
    }

    /** Ends their watches. */
    void stop() {
        clockSteps.close();
        authorities.close();
    }
}
