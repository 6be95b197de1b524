package dev.signet.domain.restriction;

import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestMethod;
import dev.signet.domain.request.RequestPath;

/**
 * What a request asks for, in the one reading that it has.
 *
 * @param method its method
 * @param host the host that it is for
 * @param path its path
 * @param pathCase whether letter case counts in paths of that host
 */
public record AccessRequest(RequestMethod method, RequestHost host, RequestPath path, PathCase pathCase) {

    /** For a log: method, host and path in one line. */
    @Override
    public String toString() {
        return method + " " + host + " " + path;
    }
}
