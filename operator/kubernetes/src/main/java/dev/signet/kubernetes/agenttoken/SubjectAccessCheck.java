package dev.signet.kubernetes.agenttoken;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import dev.signet.domain.subject.GroupName;
import dev.signet.domain.subject.Subject;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * Asks the cluster whether a token's subject may do what a policy demands of it, under its bare name and groups, in the
 * namespace of the token.
 */
final class SubjectAccessCheck {

    private final KubernetesClient client;

    SubjectAccessCheck(KubernetesClient client) {
        this.client = client;
    }

    /** The first demand that the subject does not meet; one request a demand, and none without. */
    Optional<Refusal> refusal(List<SubjectAccess> demands, Subject subject, String namespace) {
        return demands.stream()
                .filter(demand -> !allowed(demand, subject, namespace))
                .findFirst()
                .map(demand -> new Refusal(
                        FailureCode.SubjectNotPermitted,
                        "a TokenPolicy demands that " + subject.name() + " may " + demand.verb() + " "
                                + demand.resource()
                                + (demand.group().isEmpty() ? "" : "." + demand.group())
                                + ", which it may not: grant that, or name another subject"));
    }

    private boolean allowed(SubjectAccess demand, Subject subject, String namespace) {
        String[] resource = demand.resource().split("/", 2);
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(subject.name())
                .withGroups(subject.groups().stream().map(GroupName::text).toList())
                .withNewResourceAttributes()
                .withGroup(demand.group())
                .withResource(resource[0])
                .withSubresource(resource.length > 1 ? resource[1] : "")
                .withNamespace(namespace)
                .withVerb(demand.verb())
                .endResourceAttributes()
                .endSpec()
                .build();
        var answer = client.authorization().v1().subjectAccessReview().create(review);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
