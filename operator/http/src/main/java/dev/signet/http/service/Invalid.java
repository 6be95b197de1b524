package dev.signet.http.service;

import dev.signet.http.inbound.Problems;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Answers what is no request that can be read: a line or headers that are too long, or bytes that are no HTTP. */
final class Invalid {

    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;

    private Invalid() {}

    /** Answers what could not be decoded. */
    static void answer(HttpServerRequest request) {
        DecoderResult result = request.decoderResult();
        answer(request, status(result == null ? null : result.cause()));
    }

    /** Answers, and reads nothing more of a connection on which nobody knows where the next request would begin. */
    static void answer(HttpServerRequest request, int status) {
        Problems.answer(request.response(), status);
        if (request.version() != HttpVersion.HTTP_2) {
            request.connection().close();
        }
    }

    private static int status(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException || cause instanceof TooLongFrameException
                ? HEADERS_TOO_LARGE
                : BAD_REQUEST;
    }

    /**
     * What is wrong with a request that Netty lets pass.
     *
     * @param mostUri characters of its target, which Netty counts in HTTP/1 only
     * @return the status to answer; empty: nothing is wrong
     */
    static OptionalInt fault(HttpServerRequest request, int mostUri) {
        if (request.uri().length() > mostUri) {
            return OptionalInt.of(URI_TOO_LONG);
        }
        return request.version() == HttpVersion.HTTP_2 || (hasOneHost(request) && hasOneLength(request))
                ? OptionalInt.empty()
                : OptionalInt.of(BAD_REQUEST);
    }

    /** RFC 9112, 3.2: exactly one; HTTP/1.0 needs none. */
    private static boolean hasOneHost(HttpServerRequest request) {
        int hosts = request.headers().getAll(HttpHeaders.HOST).size();
        return hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
    }

    /** RFC 9112, 6.1 and 6.3: another coding than {@code chunked} alone leaves the length to guess, and HTTP/1.0 has none. */
    private static boolean hasOneLength(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && codings.get(0).equalsIgnoreCase("chunked")
                        && request.version() != HttpVersion.HTTP_1_0);
    }
}
