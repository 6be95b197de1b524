package dev.signet.domain.verification;

import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestMethod;
import dev.signet.domain.request.RequestPath;
import dev.signet.domain.restriction.AccessRequest;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.verification.Terms.Audience;
import dev.signet.domain.verification.Terms.Usage;
import java.util.Optional;
import java.util.Set;

/**
 * The terms of a request. At first it is {@code GET app.example/info} from 10.1.2.3, at a host that takes tokens of the tenant
 * {@code ci} for {@code app}; each method says what is different.
 */
final class DraftTerms {

    /** The id of this token service. */
    static final String OWN = "signet-x";

    private Set<TokenUse> uses = Terms.ACCESS;
    private Audience audience = new Audience.Service("app", OWN);
    private Optional<Set<String>> tenants = Optional.of(Set.of("ci"));
    private Optional<ClientAddress> client = address("10.1.2.3");
    private Optional<AccessRequest> request = Optional.of(request("GET app.example /info"));
    private boolean elsewhere;

    private static Optional<ClientAddress> address(String text) {
        return Optional.of(Outcome.valueOf(ClientAddress.parse(text)));
    }

    static AccessRequest request(String text) {
        String[] parts = text.split(" ", -1);
        return new AccessRequest(
                new RequestMethod(parts[0]),
                Outcome.valueOf(RequestHost.parse(parts[1])),
                Outcome.valueOf(RequestPath.parse(parts[2])),
                PathCase.Sensitive);
    }

    DraftTerms uses(TokenUse... its) {
        uses = Set.of(its);
        return this;
    }

    DraftTerms service(String id) {
        audience = new Audience.Service(id, OWN);
        return this;
    }

    DraftTerms anyService() {
        audience = new Audience.Any();
        return this;
    }

    DraftTerms tenants(String... its) {
        tenants = Optional.of(Set.of(its));
        return this;
    }

    DraftTerms anyTenant() {
        tenants = Optional.empty();
        return this;
    }

    DraftTerms client(String its) {
        client = address(its);
        return this;
    }

    DraftTerms unknownClient() {
        client = Optional.empty();
        return this;
    }

    /** As {@code GET app.example /info}. */
    DraftTerms asking(String its) {
        request = Optional.of(request(its));
        return this;
    }

    DraftTerms ambiguous() {
        request = Optional.empty();
        return this;
    }

    DraftTerms elsewhere() {
        elsewhere = true;
        return this;
    }

    Terms toTerms() {
        Usage here = request.<Usage>map(known -> new Usage.Request(known, client))
                .orElseGet(() -> new Usage.Ambiguous(client));
        return new Terms(uses, audience, tenants, elsewhere ? new Usage.Elsewhere() : here);
    }
}
