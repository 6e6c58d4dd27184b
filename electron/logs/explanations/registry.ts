import type { KnownLine } from './known-line.ts'

/** Pulling images, in the words of containerd and the kubelet (k3s.md 6.5, 4.8): the cause first, the bare fact last. */
export const registryLines: readonly KnownLine[] = [
  // E31. The second wording is v1.36's, of the kubelet, of containerd, and of events.
  { id: 'pause-image-missing', words: ['sandbox'], match: /failed to get sandbox image "?\\*"?(?<image>[^"\\]+)/ },
  {
    id: 'pause-image-missing',
    words: ['sandbox', 'runpodsandbox', 'createpodsandbox'],
    match: /(?:RunPodSandbox|CreatePodSandbox|create (?:pod )?sandbox).*?failed to pull image \\*"(?<image>[^"\\]+)/,
  },
  // E33.
  { id: 'registry-rate-limit', words: ['toomanyrequests', 'many'], match: /toomanyrequests|429 Too Many Requests/i },
  // E32.
  {
    id: 'registry-speaks-http',
    words: ['gave'],
    match: /(?:Head|Get) \\*"https?:\/\/(?<host>[^/"\\]+).*server gave HTTP response to HTTPS client/,
  },
  { id: 'registry-speaks-https', words: ['sent'], match: /Client sent an HTTP request to an HTTPS server/ },
  // v1.36.3, with a certificate of the laptop in registries.yaml.
  {
    id: 'registry-file-missing',
    words: ['cert', 'pair'],
    match:
      /(?:unable to read CA cert|failed to load X509 key pair).*?open (?<path>[^:"\\]+): (?:no such file|is a directory)/,
  },
  {
    id: 'registry-not-trusted',
    words: ['authority'],
    match: /(?:pull|resolve|do request).*certificate signed by unknown authority/i,
  },
  {
    id: 'registry-login-missing',
    words: ['denied', 'insufficient', 'authorization', 'unauthorized'],
    match: /pull access denied|insufficient_scope|(?:pull|resolve|token|manifests).*401 Unauthorized/i,
  },
  {
    id: 'registry-name-unknown',
    words: ['host'],
    match: /(?:do request|pull).*?lookup (?<host>[^ :"\\]+).*no such host/,
  },
  {
    id: 'registry-refused',
    words: ['refused'],
    match: /do request: (?:Head|Get) \\*"https?:\/\/(?<host>[^/"\\]+).*connection refused/,
  },
  {
    id: 'registry-timeout',
    words: ['timeout', 'deadline'],
    match:
      /do request: (?:Head|Get) \\*"https?:\/\/(?<host>[^/"\\]+).*(?:i\/o timeout|deadline exceeded|TLS handshake timeout|Client\.Timeout)/,
  },
  {
    id: 'registry-not-a-registry',
    words: ['media', 'forbidden'],
    match: /unexpected media type text\/html|(?:pull|resolve|request).*403 Forbidden/,
  },
  { id: 'image-platform-missing', words: ['platform'], match: /no match for platform in manifest/ },
  {
    id: 'image-not-found',
    words: ['manifest', 'manifests', 'found'],
    match: /(?:pull|resolve).*(?:manifest unknown|manifests\/\S+ not found|: not found)/i,
  },
  // E30.
  {
    id: 'image-pull-failed',
    words: ['pull', 'pulling', 'errimagepull', 'imagepullbackoff', 'pullimage'],
    match:
      /failed to pull (?:and unpack )?image|ErrImagePull|ImagePullBackOff|Back-off pulling image|PullImage .* failed/i,
  },
  { id: 'registry-next-host', words: ['trying'], match: /^trying next host/ },
  { id: 'registry-endpoint-twice', words: ['duplicate'], match: /Skipping duplicate endpoint URL/ },
  { id: 'registry-endpoint-invalid', words: ['ignoring'], match: /Ignoring invalid endpoint URL \S*=(?<url>\S+)/ },
  {
    id: 'embedded-mirror-idle',
    words: ['distributed'],
    match: /Not starting distributed registry mirror: no registries configured/,
  },
  // E34.
  {
    id: 'image-import-failed',
    words: ['import'],
    match: /failed to import (?!.*already exists)|Failed to process image event/i,
  },
]
