package dev.signet.http.service;

import dev.signet.http.inbound.Problems;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is no request that can be read: a line or headers that are too long, or bytes that are no HTTP. */
final class Invalid {

    private Invalid() {}

    static void answer(HttpServerRequest request) {
        DecoderResult result = request.decoderResult();
        Throwable cause = result == null ? null : result.cause();
        Problems.answer(request.response(), status(cause));
        request.connection().close();
    }

    private static int status(@org.jspecify.annotations.Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException ? 431 : 400;
    }
}
