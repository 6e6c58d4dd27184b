import type { KnownLine } from './known-line.ts'

/** API server, controllers and scheduler, most of it at the start (k3s.md 4.7 and the recordings). */
export const controlPlaneLines: readonly KnownLine[] = [
  {
    id: 'kubernetes-service-not-yet',
    words: ['kubernetes'],
    match:
      /Unable to perform initial Kubernetes service initialization|(?:Unable to remove|Error removing) old endpoints from kubernetes service|removed previous endpoints on kubernetes service/,
  },
  {
    id: 'endpoints-reset',
    words: ['resetting'],
    match: /Resetting endpoints for master service "kubernetes" to \[(?<addresses>[^\]]*)\]/,
  },
  { id: 'api-version-empty', words: ['skipping'], match: /Skipping API \S+ because it has no resources/ },
  {
    id: 'api-deprecated',
    words: ['deprecated'],
    match: /^(?<api>\S+ \S+) is deprecated in v[\d.]+\+, unavailable in (?<version>v[\d.]+)\+/,
  },
  {
    id: 'front-proxy-config-not-yet',
    words: ['configmap'],
    match: /unable to load configmap based request-header-client-ca-file/,
  },
  {
    id: 'leader-lock-not-read',
    words: ['lock'],
    match: /error retrieving resource lock|failed to renew lease|Failed to update lock/i,
  },
  {
    id: 'metrics-not-ready-yet',
    words: ['metrics', 'requestinfo', 'scrape'],
    match:
      /v1beta1\.metrics\.k8s\.io|metrics\.k8s\.io\/v1beta1: stale|error resolving kube-system\/metrics-server|no RequestInfo found in the context|Failed to scrape node/,
    inPods: true,
  },
  {
    id: 'object-modified',
    words: ['modified'],
    match: /the object has been modified; please apply your changes to the latest version/,
    inPods: true,
  },
  { id: 'roles-not-yet', words: ['forbidden'], match: /is forbidden: User "system:(?:kube-|k3s-|node:)/ },
  // E28.
  {
    id: 'login-rejected',
    words: ['authenticate', 'logged'],
    match: /Unable to authenticate the request|You must be logged in to the server/,
  },
  // E25.
  {
    id: 'certificate-name-missing',
    words: ['valid'],
    match: /x509: certificate is valid for (?<names>.+?), not (?<name>[^\s"\\]+)/,
  },
  // E26.
  { id: 'certificate-authority-unknown', words: ['authority'], match: /x509: certificate signed by unknown authority/ },
  {
    id: 'controller-off',
    words: ['disabled'],
    match: /^"\S+" is disabled$|^(?:Authorization|Authentication) is disabled$/,
  },
  {
    id: 'node-first-seen',
    words: ['timestamp', 'statusupdateneeded'],
    match: /Missing timestamp for Node|Failed to update statusUpdateNeeded field in actual state of world/,
  },
  {
    id: 'controller-cache-behind',
    words: ['version'],
    match: /failed with read version: \d+ is not as new as written version/,
  },
  {
    id: 'node-addresses-not-yet',
    words: ['address'],
    match: /failed to get instance metadata for node (?<node>[^\s:]+): address annotations not yet set/,
  },
  { id: 'namespace-not-yet', words: ['namespaces'], match: /namespaces \\*"(?<name>kube-[a-z-]+)\\*" not found/ },
  {
    id: 'pod-range-taken',
    words: ['cidr', 'podcidr'],
    match: /failed to patch node CIDR: .*may specify no more than one CIDR/,
  },
  { id: 'manifest-file-empty', words: ['manifest'], match: /^The manifest file is empty, ignoring/ },
  { id: 'details-follow', words: ['unhandled'], match: /^"Unhandled Error" err=<$/ },
  { id: 'resync-shortened', words: ['resyncperiod'], match: /resyncPeriod \S+ is smaller than resyncCheckPeriod/ },
  { id: 'slow-api-request', words: ['trace'], match: /^Trace\[\d+\]: / },
]
