package dev.signet.crds.generate;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.AgentToken;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The CustomResourceDefinitions: what fabric8 makes of the records, refined. */
final class Definitions {

    /** In the order of the reference page. */
    static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(
            AgentToken.class,
            TokenRestriction.class,
            TokenPolicy.class,
            CertificateAuthority.class,
            TokenRevocation.class);

    private Definitions() {}

    static List<CustomResourceDefinition> all() {
        return KINDS.stream().map(Definitions::of).toList();
    }

    private static CustomResourceDefinition of(Class<? extends CustomResource<?, ?>> kind) {
        List<CustomResourceDefinition> made = new ArrayList<>();
        new CRDGenerator()
                .customResourceClasses(List.<Class<? extends HasMetadata>>of(kind))
                .withOutput(new Nowhere())
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        made.add((CustomResourceDefinition) crd);
                        return crd;
                    }
                })
                .generate();
        return KindRefinement.refine(made.get(0), kind);
    }

    /** The generator writes as well; what counts here is the object it made. */
    private static final class Nowhere extends CRDGenerator.AbstractCRDOutput<OutputStream> {
        @Override
        protected OutputStream createStreamFor(String name) {
            return OutputStream.nullOutputStream();
        }
    }
}
