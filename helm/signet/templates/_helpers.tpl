{{- define "signet.selectorLabels" -}}
app.kubernetes.io/name: signet
app.kubernetes.io/component: controller
{{- end }}

{{- define "signet.edgeSelectorLabels" -}}
app.kubernetes.io/name: signet
app.kubernetes.io/component: edge
{{- end }}

{{- define "signet.labels" -}}
app.kubernetes.io/name: signet
app.kubernetes.io/part-of: signet
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* The user names that the admission policies speak of. */ -}}
{{- define "signet.controllerUser" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ .Values.serviceAccounts.controller.name }}
{{- end }}

{{- define "signet.edgeUser" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ .Values.serviceAccounts.edge.name }}
{{- end }}

{{- define "signet.stampsRequester" -}}
{{- if eq .Values.stampRequester "Always" -}}
true
{{- else if and (eq .Values.stampRequester "Auto") (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy") -}}
true
{{- end -}}
{{- end }}

{{- define "signet.issuerURL" -}}
{{ .Values.issuerURL | default (printf "https://signet-edge.%s.svc" .Release.Namespace) }}
{{- end }}

{{- /* The watched namespaces, the release's own among them, sorted; nothing where all are watched. */ -}}
{{- define "signet.watchNamespaces" -}}
{{- if .Values.watchNamespaces -}}
{{ append .Values.watchNamespaces .Release.Namespace | uniq | sortAlpha | toJson }}
{{- end -}}
{{- end }}

{{- define "signet.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ with .Values.image.digest }}@{{ . }}{{ end }}
{{- end }}
