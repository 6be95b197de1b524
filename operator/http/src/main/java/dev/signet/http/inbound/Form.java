package dev.signet.http.inbound;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The fields of a form, {@code application/x-www-form-urlencoded}, each once (RFC 6749, 3.2: parameters must not be repeated; one
 * sent empty counts as left out).
 */
public final class Form {

    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final int MOST_FIELDS = 64;

    /** So many times what is read at most is taken from the wire, so that who sent it comes to read the answer. */
    private static final int OVERRUN = 16;

    /** The JDK takes {@code %+1} for an escape, and digits of other scripts. */
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /** What a body turned out to be. */
    public sealed interface Reading {

        /** A form. */
        record Read(Form form) implements Reading {}

        /**
         * None.
         *
         * @param status what to answer: 400, 408, 413 or 415
         * @param why for the client; quotes nothing of the body
         */
        record Bad(int status, String why) implements Reading {}
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * Reads the body of a request.
     *
     * @param most bytes
     * @param patience until when all of it must have come
     */
    static Future<Reading> read(HttpServerRequest request, int most, Duration patience) {
        List<String> types = request.headers().getAll("Content-Type");
        if (types.size() != 1
                || !types.get(0)
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals(TYPE)) {
            return Future.succeededFuture(new Reading.Bad(415, "send " + TYPE));
        }
        List<String> encodings = request.headers().getAll("Content-Encoding");
        if (!encodings.stream().allMatch("identity"::equalsIgnoreCase)) {
            return Future.succeededFuture(new Reading.Bad(415, "send the body without Content-Encoding"));
        }
        Promise<Reading> promise = Promise.promise();
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(patience.toMillis(), late -> {
            waitNoLonger(request);
            promise.tryComplete(new Reading.Bad(408, "the body took longer than " + patience.toSeconds() + " seconds"));
        });
        Buffer body = Buffer.buffer();
        AtomicLong length = new AtomicLong();
        request.handler(part -> {
            if (length.addAndGet(part.length()) <= most) {
                body.appendBuffer(part);
            } else {
                promise.tryComplete(new Reading.Bad(413, "the body has more than " + most + " bytes"));
                if (length.get() > (long) most * OVERRUN) {
                    request.connection().close();
                }
            }
        });
        request.exceptionHandler(broken -> {
            vertx.cancelTimer(timer);
            promise.tryFail(broken);
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            promise.tryComplete(parse(body));
        });
        return promise.future();
    }

    /** The answer is the last of its connection, on which nobody knows when the next request would begin. */
    private static void waitNoLonger(HttpServerRequest request) {
        if (request.response().headWritten()) {
            request.connection().close();
        } else if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private static Reading parse(Buffer body) {
        Map<String, String> fields = new LinkedHashMap<>();
        Optional<String> text = utf8(body.getBytes());
        if (text.isEmpty()) {
            return new Reading.Bad(400, "the body is not UTF-8");
        }
        if (text.get().isEmpty()) {
            return new Reading.Read(new Form(fields));
        }
        String[] pairs = text.get().split("&", -1);
        if (pairs.length > MOST_FIELDS) {
            return new Reading.Bad(400, "the form has more than " + MOST_FIELDS + " fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                return new Reading.Bad(400, "a field of the form is not percent-encoded UTF-8");
            }
            if (fields.putIfAbsent(name.get(), value.get()) != null) {
                return new Reading.Bad(400, "a field of the form is sent twice");
            }
        }
        fields.values().removeIf(String::isEmpty);
        return new Reading.Read(new Form(fields));
    }

    /** A name or a value; empty where it is not percent-encoded UTF-8. */
    static Optional<String> decoded(String text) {
        if (BROKEN_ESCAPE.matcher(text).find()) {
            return Optional.empty();
        }
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            return decoded.indexOf('\uFFFD') >= 0 ? Optional.empty() : Optional.of(decoded);
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
