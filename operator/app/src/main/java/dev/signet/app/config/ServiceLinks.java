package dev.signet.app.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The variables that a kubelet sets for each Service of a pod's namespace, unless {@code enableServiceLinks} is false. Those of
 * a Service {@code signet-edge} begin as keys of a configuration do, and {@code SIGNET_MANAGEMENT_PORT} of a Service {@code
 * signet-management} is the very name of one, with {@code tcp://10.0.0.1:9090} for its value.
 */
final class ServiceLinks {

    /** The variable that every Service with an address has. */
    private static final String HOST = "_SERVICE_HOST";

    private static final Pattern NAME =
            Pattern.compile("_SERVICE_HOST|_SERVICE_PORT(_.+)?|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.+");

    private ServiceLinks() {}

    /** An environment without them. */
    static Map<String, String> without(Map<String, String> environment) {
        Set<String> services = environment.keySet().stream()
                .filter(name -> name.endsWith(HOST))
                .map(name -> name.substring(0, name.length() - HOST.length()))
                .collect(Collectors.toSet());
        return environment.entrySet().stream()
                .filter(each -> services.stream().noneMatch(service -> isOf(service, each.getKey(), each.getValue())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isOf(String service, String name, String value) {
        return Optional.of(name)
                .filter(each -> each.startsWith(service))
                .map(each -> each.substring(service.length()))
                .filter(rest -> NAME.matcher(rest).matches()
                        || (rest.equals("_PORT") && ADDRESS.matcher(value).matches()))
                .isPresent();
    }
}
