package dev.signet.e2e.peer;

import java.util.ArrayList;
import java.util.List;

/** An answer to be sent; {@link #NONE} ends the connection instead. */
public record Reply(int status, List<HeaderField> headers, String body) {
    /** No answer: the connection ends. */
    public static final Reply NONE = new Reply(0, List.of(), "");

    public Reply {
        headers = List.copyOf(headers);
    }

    /** Without headers and body. */
    public static Reply of(int status) {
        return new Reply(status, List.of(), "");
    }

    /** The same with one header more. */
    public Reply with(String name, String value) {
        List<HeaderField> more = new ArrayList<>(headers);
        more.add(new HeaderField(name, value));
        return new Reply(status, more, body);
    }

    /** As it goes over the wire. */
    String text() {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " As told\r\n");
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }
}
