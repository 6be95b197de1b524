package dev.signet.e2e.peer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * A request or a response of HTTP/1.1 as it came over the wire, each byte one character (ISO 8859-1). Nothing is normalised.
 *
 * @param first the start line, as {@code GET /a%2Fb HTTP/1.1}
 * @param headers in their order
 * @param body without transfer coding
 */
public record HttpMessage(String first, List<HeaderField> headers, String body) {
    public HttpMessage {
        headers = List.copyOf(headers);
    }

    /** The values of every header of a name, in any letter case. */
    public List<String> values(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
    }

    /** The method of a request. */
    @JsonIgnore
    public String method() {
        return first.substring(0, first.indexOf(' '));
    }

    /** The target of a request. */
    @JsonIgnore
    public String target() {
        return first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' '));
    }

    /** The status of a response. */
    @JsonIgnore
    public int status() {
        return Integer.parseInt(first.split(" ", 3)[1]);
    }
}
