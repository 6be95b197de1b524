package dev.signet.http.oauth;

import dev.signet.domain.verification.Caller;
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

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
        if (isPost(inbound)) {
            answer(inbound, inbound.form(mostBytes), next);
        }
    }

    /** Reads it for a caller alone: of a body that is none, nobody else is told. */
    static void read(
            Inbound inbound,
            int mostBytes,
            Function<Inbound, Future<Optional<Caller>>> callers,
            BiConsumer<Caller, Form> next) {
        if (!isPost(inbound)) {
            return;
        }
        Future<Form.Reading> reading = inbound.form(mostBytes); // at once, since else the body has gone by
        callers.apply(inbound)
                .onSuccess(called ->
                        called.ifPresent(caller -> answer(inbound, reading, form -> next.accept(caller, form))))
                .onFailure(fault -> Problems.answer(inbound.request().response(), 503));
    }

    private static boolean isPost(Inbound inbound) {
        boolean post = inbound.request().method().equals(HttpMethod.POST);
        if (!post) {
            inbound.request().response().putHeader("Allow", "POST");
            OAuthError.answer(inbound.request().response(), 405, "invalid_request", "send POST");
        }
        return post;
    }

    private static void answer(Inbound inbound, Future<Form.Reading> reading, Consumer<Form> next) {
        reading.onComplete(read -> {
            if (read.failed()) {
                inbound.request().response().reset();
            } else if (read.result() instanceof Form.Reading.Bad bad) {
                OAuthError.answer(inbound.request().response(), bad.status(), "invalid_request", bad.why());
            } else {
                next.accept(((Form.Reading.Read) read.result()).form());
            }
        });
    }
}
