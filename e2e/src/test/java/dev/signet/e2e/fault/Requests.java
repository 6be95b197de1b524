package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the controller asked of the API server, from a moment on. */
record Requests(AuditLog log) {
    private static final Duration CALM = Duration.ofSeconds(10);
    /** The same request: a watch that was cut begins again after a while, and may be cut once more. */
    private static final long FEW = 2;
    /** As many writes may be under way when a connection is cut as objects are reconciled at once. */
    private static final int SENT_AGAIN = 16;

    private static final Pattern OF_ITS_TIME = Pattern.compile("(resourceVersion|timeoutSeconds|continue)=[^&]*&?");

    static Requests fromNow(ControlPlane cluster) {
        return new Requests(cluster.auditLog().fromHere());
    }

    /** Since the control plane was started. */
    static Requests fromTheStart(ControlPlane cluster) {
        return new Requests(cluster.auditLog());
    }

    /** All but those that keep the Lease. */
    long count() {
        return log.count(Requests::isWork);
    }

    /** Each with how often it was asked, whatever version it began at. */
    private Map<String, Long> alike() {
        return log.requests(Requests::isWork).stream()
                .collect(Collectors.groupingBy(
                        event -> event.verb() + " "
                                + OF_ITS_TIME.matcher(event.requestUri()).replaceAll(""),
                        Collectors.counting()));
    }

    /** Those that could have changed a token or a Secret. */
    List<AuditEvent> writes() {
        return log.requests(event -> isWork(event) && event.isWrite());
    }

    /** Those that were refused, by RBAC or by admission: what breaks around the controller leads it to nothing that it may not do. */
    List<AuditEvent> refused() {
        return log.refused(Installation.CONTROLLER);
    }

    /** Those that the API server put off. */
    long throttled() {
        return log.count(event -> isWork(event) && event.responseCode() == 429);
    }

    /**
     * Watches ten seconds long that next to nothing is asked and nothing written: whatever failed is not tried on and on. Some writes
     * may come to a conflict: the client sends a request again whose answer it lost, up to some seconds later, and hears that it was done.
     */
    static void assertCalm(ControlPlane cluster) {
        Requests calm = fromNow(cluster);
        await().pollDelay(CALM).atMost(CALM.multipliedBy(2)).untilAsserted(() -> {
            Map<Boolean, List<AuditEvent>> writes = calm.writes().stream()
                    .collect(Collectors.partitioningBy(
                            event -> event.responseCode() == HttpURLConnection.HTTP_CONFLICT));
            assertThat(writes.get(false)).isEmpty();
            assertThat(writes.get(true)).hasSizeLessThanOrEqualTo(SENT_AGAIN);
            assertThat(calm.alike())
                    .allSatisfy((request, count) -> assertThat(count).isLessThanOrEqualTo(FEW));
        });
    }

    private static boolean isWork(AuditEvent event) {
        return event.actor().equals(Installation.CONTROLLER)
                && !event.resource().equals("leases")
                // A question about rights, asked at each start: POSTed, and stored nowhere.
                && !event.resource().equals("selfsubjectrulesreviews");
    }
}
