package dev.signet.kubernetes.event;

import dev.signet.kubernetes.MicroTimes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people of a transition that they should look at. What could not be told is logged and nothing more. */
public final class Warnings {

    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
    /** In bytes of UTF-8: an API server refuses longer ones. */
    private static final int LONGEST_NOTE = 1024;

    private static final int ELLIPSIS_BYTES = 3;
    /** Where the API server demands Events about objects without a namespace. */
    private static final String CLUSTER_SCOPED = "default";

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;

    /**
     * @param instance this process, as the {@code reportingInstance}
     */
    public Warnings(KubernetesClient client, String instance, Clock clock) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
    }

    /**
     * Records a Warning.
     *
     * @param about the object
     * @param reason CamelCase, documented in the reference
     * @param action what was attempted, CamelCase
     * @param note for people; never a secret value
     */
    public void warn(HasMetadata about, String reason, String action, String note) {
        String namespace = about.getMetadata().getNamespace();
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(about.getMetadata().getName() + "-")
                .withNamespace(namespace == null ? CLUSTER_SCOPED : namespace)
                .endMetadata()
                .withEventTime(new MicroTime(MicroTimes.format(clock.instant())))
                .withType("Warning")
                .withReason(reason)
                .withAction(action)
                .withNote(shortened(note))
                .withReportingController("signet.dev/controller")
                .withReportingInstance(instance)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withName(about.getMetadata().getName())
                        .withNamespace(namespace)
                        .withUid(about.getMetadata().getUid())
                        .withResourceVersion(about.getMetadata().getResourceVersion())
                        .build())
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "event {} about {} not recorded: HTTP {}",
                    reason,
                    about.getMetadata().getName(),
                    e.getCode());
        }
    }

    private static String shortened(String note) {
        if (note.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NOTE) {
            return note;
        }
        int length = Math.min(note.length(), LONGEST_NOTE) - 1;
        while (note.substring(0, length).getBytes(StandardCharsets.UTF_8).length > LONGEST_NOTE - ELLIPSIS_BYTES) {
            length = note.offsetByCodePoints(length, -1);
        }
        return note.substring(0, length) + "…";
    }
}
