package dev.signet.http.oauth;

import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;

/** {@code POST /oauth2/token} (RFC 6749, section 3.2): hands a request to its grant. */
public final class TokenEndpoint implements Endpoint {

    private final Map<String, Grant> grants;
    private final int mostBytes;

    /** One way to come to a token. */
    @FunctionalInterface
    public interface Grant {

        /** Answers, at once or later. */
        void handle(Inbound inbound, Form form);
    }

    /**
     * @param grants by {@code grant_type}
     * @param mostBytes the longest body
     */
    public TokenEndpoint(Map<String, Grant> grants, int mostBytes) {
        this.grants = Map.copyOf(grants);
        this.mostBytes = mostBytes;
    }

    @Override
    public void handle(Inbound inbound) {
        PostedForm.read(inbound, mostBytes, form -> granted(inbound, form));
    }

    private void granted(Inbound inbound, Form form) {
        HttpServerResponse response = inbound.request().response();
        Optional<String> type = form.field("grant_type");
        Optional<Grant> grant = type.map(grants::get);
        if (type.isEmpty()) {
            OAuthError.answer(response, 400, "invalid_request", "the field grant_type is missing");
        } else if (grant.isEmpty()) {
            OAuthError.answer(
                    response,
                    400,
                    "unsupported_grant_type",
                    "there are "
                            + String.join(
                                    " and ", grants.keySet().stream().sorted().toList()));
        } else {
            grant.get().handle(inbound, form);
        }
    }
}
