// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the grid, which tells the present row.
import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type RowPlace, rowProps } from '../../ui/grid/use-grid-rows.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './workloads.module.css'

interface Props extends RowPlace {
  readonly namespace: string
  readonly count: number
  readonly isOpen: boolean
  readonly isPresent: boolean
  readonly onToggle: () => void
}

/** A namespace of which there is nothing to be said but that it is well. */
export function FoldLine({ namespace, count, isOpen, isPresent, onToggle, ...place }: Props) {
  const { plural } = useTexts()
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div {...rowProps(place, isPresent)} role="row" className={styles.fold}>
      <div role="gridcell">
        <UnstyledButton className={styles.foldButton} tabIndex={-1} aria-expanded={isOpen} onClick={onToggle}>
          <Icon size={14} aria-hidden />
          {plural('workloads.fold', count, { namespace })}
        </UnstyledButton>
      </div>
    </div>
  )
}
