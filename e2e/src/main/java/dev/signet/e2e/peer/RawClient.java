package dev.signet.e2e.peer;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A client that sends bytes as it is told; other clients normalise, or refuse, just what tests are about. */
public final class RawClient {
    private final int port;

    private RawClient(int port) {
        this.port = port;
    }

    /** A client of a server on loopback. */
    public static RawClient of(URI server) {
        return new RawClient(server.getPort());
    }

    /**
     * Sends one request on a connection of its own.
     *
     * @param lines the request line and the headers, without line ends, each character one byte (ISO 8859-1)
     * @throws IOException if there is no answer within 15 seconds
     */
    public HttpMessage send(List<String> lines, String body) throws IOException {
        return sendAll(List.of(lines), body).get(0);
    }

    /**
     * Sends several requests on one connection, each after the answer to the one before.
     *
     * @param heads the lines of each, as above
     * @param body the body of each
     * @throws IOException if there is no answer within 15 seconds
     */
    public List<HttpMessage> sendAll(List<List<String>> heads, String body) throws IOException {
        try (RawConnection connection = RawConnection.to(port)) {
            List<HttpMessage> answers = new ArrayList<>();
            for (List<String> lines : heads) {
                answers.add(connection.send(lines, body));
            }
            return answers;
        }
    }
}
