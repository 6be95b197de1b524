package dev.signet.http.oauth;

import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** The form that the endpoints of OAuth take, by POST alone; what is none is answered here. */
final class PostedForm {

    private PostedForm() {}

    /**
     * Reads it.
     *
     * @param mostBytes the longest body
     * @param next who goes on with it
     */
    static void read(Inbound inbound, int mostBytes, Consumer<Form> next) {
        HttpServerResponse response = inbound.request().response();
        if (!inbound.request().method().equals(HttpMethod.POST)) {
            response.putHeader("Allow", "POST");
            OAuthError.answer(response, 405, "invalid_request", "send POST");
            return;
        }
        inbound.form(mostBytes).onComplete(read -> {
            if (read.failed()) {
                inbound.request().connection().close();
            } else if (read.result() instanceof Form.Reading.Bad bad) {
                OAuthError.answer(response, bad.status(), "invalid_request", bad.why());
            } else {
                next.accept(((Form.Reading.Read) read.result()).form());
            }
        });
    }
}
