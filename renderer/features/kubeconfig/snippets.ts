import { exportCommand } from './shell-commands.ts'

interface Target {
  /** Path of the cluster's own kubeconfig. */
  readonly kubeconfig: string
  readonly context: string
  readonly cluster: string
}

interface Snippet {
  readonly name: string
  /** Names what Sampan alone gives a cluster: the network, and an address in it. */
  readonly isOfSampan?: true
  write(target: Target): string
}

const quoted = (text: string) => JSON.stringify(text)

/** What each wants to be told, in its own language. Only the cluster's own kubeconfig is named, so no context has to be switched. */
export const snippets: readonly Snippet[] = [
  { name: 'Helm', write: ({ kubeconfig }) => `helm --kubeconfig ${quoted(kubeconfig)} list -A\n` },
  {
    name: 'Tilt',
    write: ({ kubeconfig, context }) =>
      `# Tiltfile\nallow_k8s_contexts(${quoted(context)})\n\n# terminal\n${exportCommand(kubeconfig, 'posix')}\ntilt up\n`,
  },
  {
    name: 'Skaffold',
    write: ({ kubeconfig, context }) =>
      `skaffold dev --kubeconfig ${quoted(kubeconfig)} --kube-context ${quoted(context)}\n`,
  },
  {
    name: 'Terraform',
    write: ({ kubeconfig, context }) =>
      `provider "kubernetes" {\n  config_path    = ${quoted(kubeconfig)}\n  config_context = ${quoted(context)}\n}\n`,
  },
  {
    name: 'Python',
    write: ({ kubeconfig, context }) =>
      `from kubernetes import client, config\n\nconfig.load_kube_config(config_file=${quoted(kubeconfig)}, context=${quoted(context)})\nprint([node.metadata.name for node in client.CoreV1Api().list_node().items])\n`,
  },
  {
    name: 'Go',
    write: ({ kubeconfig }) =>
      `config, err := clientcmd.BuildConfigFromFlags("", ${quoted(kubeconfig)})\nif err != nil {\n\treturn err\n}\nclientset, err := kubernetes.NewForConfig(config)\n`,
  },
  {
    name: 'devcontainer.json',
    isOfSampan: true,
    write: ({ cluster }) =>
      `{\n  "runArgs": ["--network=sampan-${cluster}"],\n  "containerEnv": { "KUBECONFIG": "/workspaces/.kubeconfig" }\n}\n// /workspaces/.kubeconfig: the output of\n// sampan kubeconfig ${cluster} --address network\n`,
  },
]
