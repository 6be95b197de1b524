package dev.signet.e2e.bench;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/**
 * What goes on beside checks: in each turn a TokenRestriction is edited, and a token is made, used, revoked and refused, on every
 * replica.
 */
final class Unrest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String RULES =
            "{\"spec\": {\"rules\": [{\"method\": \"GET\", \"path\": \"/cli/*/info\"}, {\"method\": \"GET\", \"path\": \"/turn/%d\"}]}}";

    private final EdgeBed bed;
    private final List<URI> listeners;
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Throwable fault = new IllegalStateException("it did not end");

    private Unrest(EdgeBed bed, List<URI> listeners) {
        this.bed = bed;
        this.listeners = listeners;
    }

    /** Begins. */
    static Unrest begin(EdgeBed bed, List<URI> listeners) {
        Unrest unrest = new Unrest(bed, listeners);
        Thread thread = new Thread(unrest::run, "unrest");
        thread.setDaemon(true);
        thread.start();
        return unrest;
    }

    /** The edits and revocations so far, as many of each. */
    int turns() {
        return turns.get();
    }

    private void run() {
        try {
            while (!over.get()) {
                turn(turns.incrementAndGet());
            }
            over.set(false); // nothing went wrong
        } catch (RuntimeException failure) {
            fault = failure;
        } finally {
            ended.countDown();
        }
    }

    /** The token has the rules that are edited, so that an edit is seen to count before the token is revoked. */
    private void turn(int number) {
        TokenClient client = new TokenClient();
        String name = "gone-" + number;
        String token = bed.issue(Template.NAMESPACE, name, "format: Opaque, ttl: 1h, " + EdgeBed.LIMITS);
        require(client, token, EdgeBed.PATH, 200);
        rules().patch(PatchContext.of(PatchType.JSON_MERGE), RULES.formatted(number));
        await(() -> answered(client, token, "/turn/" + number, 200));
        require(client, token, "/turn/" + (number - 1), 403);
        bed.token(Template.NAMESPACE, name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"revoked\": {\"reason\": \"soak\"}}}");
        await(() -> answered(client, token, EdgeBed.PATH, 401));
        bed.token(Template.NAMESPACE, name).delete();
    }

    private Resource<GenericKubernetesResource> rules() {
        return bed.client()
                .genericKubernetesResources("signet.dev/v1alpha1", "TokenRestriction")
                .inNamespace(Template.NAMESPACE)
                .withName(EdgeBed.RESTRICTION);
    }

    private void require(TokenClient client, String token, String path, int status) {
        if (!answered(client, token, path, status)) {
            throw new IllegalStateException(path + " was not answered with " + status + " everywhere");
        }
    }

    private boolean answered(TokenClient client, String token, String path, int status) {
        return listeners.stream().allMatch(listener -> client.auth(listener, token, path) == status);
    }

    private static void await(BooleanSupplier wanted) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(wanted::getAsBoolean);
    }

    /**
     * Ends it after the present turn.
     *
     * @throws IllegalStateException where something was not accepted or refused as it should
     */
    @Override
    public void close() {
        over.set(true);
        Awaitility.await().atMost(Bed.PATIENCE).until(() -> ended.getCount() == 0);
        if (over.get()) {
            throw new IllegalStateException("turn " + turns + " went wrong", fault);
        }
    }
}
