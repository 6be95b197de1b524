package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.IssuedSecret;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A namespace with its tokens, as the user {@code admin} works in it, and what is to be seen of them. */
public final class Tenant {
    /** Machines that run tests are busy. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long nothing may happen before it counts as never. */
    public static final Duration QUIET = Duration.ofSeconds(4);

    private static final Duration POLL = Duration.ofMillis(150);
    /** Without it, what begins with a brace would be taken for JSON. */
    private static final String BLOCK = "---\n";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final Installation installation;
    private final String namespace;

    private Tenant(Installation installation, String namespace) {
        this.installation = installation;
        this.namespace = namespace;
    }

    /** A new one. */
    public static Tenant in(Installation installation, String prefix) {
        return new Tenant(installation, installation.controlPlane().newNamespace(prefix));
    }

    /** One that is there. */
    public static Tenant existing(Installation installation, String namespace) {
        return new Tenant(installation, namespace);
    }

    public String namespace() {
        return namespace;
    }

    public KubernetesClient client() {
        return installation.controlPlane().client();
    }

    /** Creates an AgentToken; the spec is the inside of a YAML flow mapping, as {@code subject: {…}, ttl: 1h}. */
    public void create(String name, String spec) {
        apply("{apiVersion: signet.dev/v1alpha1, kind: AgentToken, metadata: {name: %s}, spec: {%s}}"
                .formatted(name, spec));
    }

    /** Creates any object in this namespace. */
    public void apply(String yaml) {
        client().resource(parse(yaml)).inNamespace(namespace).create();
    }

    /** Merges into the spec of an AgentToken. */
    public void change(String name, String spec) {
        tokens(name).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(json(spec)));
    }

    /** Makes a TokenPolicy for this namespace alone, of its name. */
    public void policy(String spec) {
        client().resource(parse("""
                        {apiVersion: signet.dev/v1alpha1, kind: TokenPolicy, metadata: {name: %s}, spec: {namespaceSelector: \
                        {matchLabels: {kubernetes.io/metadata.name: %s}}, %s}}
                        """.formatted(namespace, namespace, spec))).create();
    }

    /** Makes a TokenRestriction of one rule, the inside of a YAML flow sequence. */
    public void restriction(String name, String rule) {
        apply("{apiVersion: signet.dev/v1alpha1, kind: TokenRestriction, metadata: {name: %s}, spec: {rules: [%s]}}"
                .formatted(name, rule));
    }

    /** Merges into the policy of this namespace. */
    public void changePolicy(String spec) {
        client().genericKubernetesResources("signet.dev/v1alpha1", "TokenPolicy")
                .withName(namespace)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(json(spec)));
    }

    public static GenericKubernetesResource parse(String yaml) {
        return YAML.unmarshal(BLOCK + yaml, GenericKubernetesResource.class);
    }

    public static String json(String flow) {
        return YAML.asJson(YAML.unmarshal(BLOCK + "{" + flow + "}", Map.class));
    }

    public void delete(String name) {
        tokens(name).delete();
    }

    public Resource<AgentToken> tokens(String name) {
        return client().resources(AgentToken.class).inNamespace(namespace).withName(name);
    }

    public Optional<AgentToken> find(String name) {
        return Optional.ofNullable(tokens(name).get());
    }

    public AgentToken get(String name) {
        return find(name).orElseThrow(() -> new AssertionError("AgentToken " + name + " is gone"));
    }

    public AgentTokenStatus status(String name) {
        AgentTokenStatus status = get(name).getStatus();
        return status == null ? AgentTokenStatus.builder().build() : status;
    }

    /** The token that status calls the current one. */
    public CurrentToken current(String name) {
        return current(get(name));
    }

    /** The same of an object at hand. */
    public static CurrentToken current(AgentToken token) {
        return Optional.ofNullable(token.getStatus())
                .map(AgentTokenStatus::current)
                .orElseThrow(() -> new AssertionError("no token was issued: " + token.getStatus()));
    }

    /** When its Secret was taken to be delivered, where it is shown once. */
    public static Optional<String> deliveredAt(AgentToken token) {
        return Optional.ofNullable(token.getStatus())
                .map(AgentTokenStatus::secret)
                .map(IssuedSecret::deliveredAt);
    }

    /** Waits until an AgentToken is Ready for the spec that it has now. */
    public AgentToken awaitReady(String name) {
        return await(
                name,
                "Ready",
                token -> isCurrent(token) && condition(token, "Ready").isPresent(true));
    }

    /** Waits until an AgentToken is Ready and in a phase. */
    public AgentToken awaitPhase(String name, TokenPhase phase) {
        return await(
                name,
                "Ready and " + phase,
                token -> isCurrent(token)
                        && token.getStatus().phase() == phase
                        && condition(token, "Ready").isPresent(true));
    }

    /** Waits until an AgentToken is not Ready for a reason, and returns what it says about it. */
    public String awaitRefused(String name, String reason) {
        AgentToken refused = await(
                name,
                "refused with " + reason,
                token -> isCurrent(token)
                        && condition(token, "Ready").isPresent(false)
                        && condition(token, "Ready").reason().equals(reason));
        return condition(refused, "Ready").message();
    }

    /** Waits as long as a busy machine may take. */
    public static ConditionFactory patiently(String what) {
        return Awaitility.await(what).pollInterval(POLL).atMost(PATIENCE);
    }

    public AgentToken await(String name, String what, Predicate<AgentToken> wanted) {
        patiently(name + " to be " + what).untilAsserted(() -> {
            AgentToken token = get(name);
            assertThat(wanted.test(token))
                    .as("%s is %s: %s", name, what, token.getStatus())
                    .isTrue();
        });
        return get(name);
    }

    private static boolean isCurrent(AgentToken token) {
        return token.getStatus() != null
                && token.getMetadata().getGeneration().equals(token.getStatus().observedGeneration());
    }

    /** A condition, or one that is neither true nor false. */
    public static Told condition(AgentToken token, String type) {
        return Optional.ofNullable(token.getStatus()).map(AgentTokenStatus::conditions).orElse(List.of()).stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .map(Told::new)
                .orElseGet(() -> new Told(null));
    }

    /** What a condition tells. */
    public record Told(@Nullable Condition condition) {
        public boolean isPresent(boolean value) {
            return condition != null && condition.status() == (value ? ConditionStatus.True : ConditionStatus.False);
        }

        public String reason() {
            return condition == null ? "" : condition.reason();
        }

        public String message() {
            return condition == null ? "" : condition.message();
        }
    }

    public Optional<Secret> findSecret(String name) {
        return Optional.ofNullable(
                client().secrets().inNamespace(namespace).withName(name).get());
    }

    public Secret secret(String name) {
        return findSecret(name).orElseThrow(() -> new AssertionError("Secret " + name + " is missing"));
    }

    /** Waits for a Secret that pleases. */
    public Secret awaitSecret(String name, String what, Predicate<Secret> wanted) {
        patiently("Secret " + name + " to be " + what)
                .until(() -> findSecret(name).filter(wanted).isPresent());
        return secret(name);
    }

    /** Waits until the Secret carries the token that status calls the current one, and returns it. */
    public Secret awaitDelivered(String name) {
        return awaitSecret(
                name,
                "the current one",
                secret -> Secrets.decoded(secret)
                        .getOrDefault("token-id", "")
                        .equals(current(name).id()));
    }

    /** Waits until what is created or issued next is younger than an issued token and its object: all are told apart by the second. */
    public void awaitLaterSecond(String name) {
        AgentToken token = get(name);
        Instant later = Stream.of(
                        token.getMetadata().getCreationTimestamp(),
                        current(token).issuedAt())
                .map(Instant::parse)
                .max(Instant::compareTo)
                .orElseThrow()
                .plusSeconds(1);
        patiently("a later second").until(() -> !Instant.now().isBefore(later));
    }

    public void awaitNoSecret(String name) {
        patiently("Secret " + name + " to go").until(() -> findSecret(name).isEmpty());
    }

    public void awaitGone(String name) {
        patiently(name + " to go").until(() -> find(name).isEmpty());
    }

    /** The audit log from when an Event was made here, which is the last that a refusal asks for: status says it before. */
    public AuditLog auditBehindTheEvent(AuditLog before) {
        patiently("an Event").until(() -> operatorPermissions(before).contains("create events.events.k8s.io"));
        return audit();
    }

    /** Checks that something holds from now on for a while. */
    public static void staysSo(String what, Callable<Boolean> holds) {
        patiently(what + " to stay so").during(QUIET).until(holds);
    }

    /** From a moment on the operator asks for nothing here: what it tried is not tried on and on. */
    public void staysCalm(AuditLog since) {
        patiently("calm")
                .during(QUIET)
                .untilAsserted(() -> assertThat(operatorPermissions(since)).isEmpty());
    }

    public void deleteSecret(String name) {
        client().secrets().inNamespace(namespace).withName(name).delete();
    }

    /** Merges into a Secret, as a user would who may. */
    public void editSecret(String name, String json) {
        client().secrets().inNamespace(namespace).withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /** The Events about an object of this namespace. */
    public List<Event> events(String about) {
        return client().events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(about))
                .toList();
    }

    /** The audit log from now on. */
    public AuditLog audit() {
        return installation.controlPlane().auditLog().fromHere();
    }

    /** The operator's requests that concern this namespace. */
    public List<AuditEvent> operatorRequests(AuditLog log) {
        return log.requests(request -> request.user().equals(Installation.CONTROLLER)
                && request.namespace().equals(namespace));
    }

    /** The same as {@link #operatorRequests}, as what they demand of RBAC. */
    public List<String> operatorPermissions(AuditLog log) {
        return operatorRequests(log).stream().map(AuditEvent::permission).toList();
    }
}
