package dev.signet.app;

import dev.signet.crds.token.AgentToken;
import dev.signet.kubernetes.agenttoken.AgentTokenController;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * How java-operator-sdk copies an object before it is reconciled.
 *
 * @param client whose way of reading and writing objects serves for the kinds of which there are few
 */
record Copies(KubernetesClient client) implements Cloner {

    @Override
    @SuppressWarnings("unchecked") // a copy is of the kind of its original
    public <R extends HasMetadata> R clone(R object) {
        return object instanceof AgentToken token
                ? (R) AgentTokenController.copy(token)
                : client.getKubernetesSerialization().clone(object);
    }
}
