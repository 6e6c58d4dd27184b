import { Alert, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { Cluster } from '#shared/cluster.ts'
import type { LoadedImage } from '#shared/images.ts'
import { useImageLoads, useLastLoad } from '../../api/images.ts'
import { shortNodeName } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import styles from './images.module.css'

/** What came of the last load from this window: which nodes were given what, and what Kubernetes will make of it. */
export function LoadOutcome({ cluster }: { readonly cluster: Cluster }) {
  const { text, list } = useTexts()
  const { forget } = useImageLoads()
  const outcome = useLastLoad(cluster)?.outcome
  if (!outcome) return null
  const { images, warnings } = outcome
  const isNothing = images.every(({ nodes }) => nodes.length === 0)
  const became = ({ nodes, had }: LoadedImage) => {
    if (nodes.length === 0) return text('images.loaded.had')
    return had.length === 0
      ? text('images.loaded.all')
      : text('images.loaded.into', { nodes: list(nodes.map(shortNodeName)) })
  }
  return (
    <>
      <Alert
        classNames={{ root: styles.good, title: styles.goodTitle, icon: styles.goodIcon }}
        icon={<IconCircleCheck aria-hidden />}
        title={text(isNothing ? 'images.loadedNothing' : 'images.loaded')}
        role="status"
        withCloseButton
        closeButtonLabel={text('action.close')}
        onClose={() => forget(cluster)}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <ul className={styles.outcome} tabIndex={0}>
          {images.map((image) => (
            <li key={image.name}>
              <span className={styles.image}>{image.name}</span>{' '}
              <Text span size="xs">
                {became(image)}
              </Text>
            </li>
          ))}
        </ul>
      </Alert>
      {warnings.map((warning) => (
        <ProblemAlert key={JSON.stringify(warning)} problem={warning} severity="warning" isBrief />
      ))}
    </>
  )
}
