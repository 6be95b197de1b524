package dev.signet.e2e.token;

import dev.signet.e2e.Installation;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.List;

/** The users that are active (A8), for whoever asks for it. */
public final class ActiveSubjects {
    /** What a test holds while it says who is active: the list is one for the whole installation. */
    public static final String LOCK = "active subjects";

    private ActiveSubjects() {}

    /** Lists these and nobody else. */
    public static void list(Tenant tenant, List<String> users) {
        tenant.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("signet-active-subjects")
                        .withNamespace(Installation.NAMESPACE)
                        .endMetadata()
                        .addToData("users", String.join("\n", users) + "\n")
                        .build())
                .createOr(NonDeletingOperation::update);
    }
}
