import { createObject } from '../engine/kubectl-create.ts'

/** A real k3s has the image of its sandboxes in a closed network, too; the stand-in runs any. */
const image = process.env.SAMPAN_TEST_IMAGE ? 'rancher/mirrored-pause:3.10.2' : 'ghcr.io/example-shop/web:1.4.2'

const ofApps = { apiVersion: 'apps/v1' }
const template = (app: string, { volumes = [] as { name: string }[], own = image } = {}) => ({
  metadata: { labels: { app } },
  spec: {
    terminationGracePeriodSeconds: 1,
    // A volume that no container mounts is not waited for.
    containers: [{ name: app, image: own, volumeMounts: volumes.map(({ name }) => ({ name, mountPath: `/${name}` })) }],
    volumes,
  },
})
const controller = (kind: string, name: string, replicas: number, its: ReturnType<typeof template>) => ({
  ...ofApps,
  kind,
  metadata: { name },
  spec: { replicas, serviceName: name, selector: { matchLabels: { app: name } }, template: its },
})

/** What somebody may run: a shop that works but for two parts, one whose image has no address and one whose secret is missing. */
export async function arrangeShop(node: string): Promise<void> {
  const create = (path: string, object: object) => createObject(node, path, object)
  const inShop = (group: string, plural: string, object: object) =>
    create(`/${group}/namespaces/shop/${plural}`, object)
  await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
  const keys = { volumes: [{ name: 'keys', secret: { secretName: 'payment-keys' } }] }
  await inShop('apis/apps/v1', 'deployments', controller('Deployment', 'web', 3, template('web')))
  await inShop('apis/apps/v1', 'deployments', controller('Deployment', 'cart', 2, template('cart')))
  await inShop(
    'apis/apps/v1',
    'deployments',
    controller('Deployment', 'checkout', 1, template('checkout', { own: 'registry.shop.example/checkout:2.0.1' })),
  )
  await inShop('apis/apps/v1', 'deployments', controller('Deployment', 'payments', 1, template('payments', keys)))
  await inShop('apis/apps/v1', 'statefulsets', controller('StatefulSet', 'orders-db', 2, template('orders-db')))
  await inShop('api/v1', 'services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
  })
  await inShop('apis/networking.k8s.io/v1', 'ingresses', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: {
      rules: [
        {
          host: 'shop.localhost',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
          },
        },
      ],
    },
  })
}
